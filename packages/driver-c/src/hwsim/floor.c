// SPDX-License-Identifier: MIT OR GPL-2.0
/* Mac80211_hwsim's names. Compiled in one go (Kbuild). */
#include "carry.c"
#include "debugfs.c"
#include "genl.c"
#include "medium.c"
#include "params.c"
#include "radios.c"
#include "report.c"
