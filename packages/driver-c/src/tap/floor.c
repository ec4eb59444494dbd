// SPDX-License-Identifier: MIT OR GPL-2.0
/* Monitors, taps, injection. Compiled in one go (Kbuild). */
#include "inject.c"
#include "monitor.c"
#include "tap.c"
