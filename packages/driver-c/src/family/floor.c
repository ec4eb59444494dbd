// SPDX-License-Identifier: MIT OR GPL-2.0
/* Generic netlink. Compiled in one go (Kbuild). */
#include "fault.c"
#include "genl-gen.c"
#include "genl.c"
#include "jam.c"
#include "orphans.c"
#include "pair.c"
#include "place.c"
#include "stats.c"
#include "tap.c"
#include "underlay.c"
#include "used.c"
