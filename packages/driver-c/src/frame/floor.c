// SPDX-License-Identifier: MIT OR GPL-2.0
/* Octets of frames. Compiled in one go (Kbuild). */
#include "announcement.c"
#include "beacon.c"
#include "ftm.c"
#include "kind.c"
#include "mesh.c"
#include "mpdu.c"
#include "msdu.c"
