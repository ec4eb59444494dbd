// SPDX-License-Identifier: MIT OR GPL-2.0
/* Bands, widths, capabilities. Compiled in one go (Kbuild). */
#include "bands.c"
#include "caps.c"
#include "narrow.c"
#include "peer.c"
#include "width.c"
