// SPDX-License-Identifier: MIT OR GPL-2.0
/* Who may transmit when: the honest medium. Compiled in one go (Kbuild). */
#include "airtime.c"
#include "contend.c"
#include "control.c"
#include "exchange.c"
#include "ledger.c"
#include "links.c"
#include "minstrel.c"
#include "queue.c"
#include "reception.c"
#include "server.c"
