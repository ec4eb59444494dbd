// SPDX-License-Identifier: MIT OR GPL-2.0
/* Who watches. Compiled in one go (Kbuild). */
#include "emit.c"
#include "radiotap.c"
#include "watch.c"
