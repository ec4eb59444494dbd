// SPDX-License-Identifier: MIT OR GPL-2.0
/* Objects and what all know of them. Compiled in one go (Kbuild). */
#include "radios.c"
#include "space.c"
#include "up.c"
#include "vif.c"
