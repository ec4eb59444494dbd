// SPDX-License-Identifier: MIT OR GPL-2.0
/* Radios and interfaces, made and removed. Compiled in one go (Kbuild). */
#include "bus.c"
#include "cfg80211.c"
#include "ethtool.c"
#include "limits.c"
#include "p2p.c"
#include "radio.c"
#include "removal.c"
#include "vif.c"
