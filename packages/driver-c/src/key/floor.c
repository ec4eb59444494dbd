// SPDX-License-Identifier: MIT OR GPL-2.0
/* Keys, and what they protect. Compiled in one go (Kbuild). */
#include "defrag.c"
#include "key.c"
#include "mgmt.c"
#include "open.c"
