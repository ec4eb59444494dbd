// SPDX-License-Identifier: MIT OR GPL-2.0
/* What goes up: filled by main.c, called by whoever is below. */
#include "core.h"

struct vwifi_upcalls vwifi_up __ro_after_init;
