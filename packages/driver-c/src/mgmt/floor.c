// SPDX-License-Identifier: MIT OR GPL-2.0
/* Management frames, and what is on the air as it is. Compiled in one go (Kbuild). */
#include "aired.c"
#include "beacon.c"
#include "deliver.c"
#include "doze.c"
#include "faulty.c"
#include "onair.c"
#include "send.c"
