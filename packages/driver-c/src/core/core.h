/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/*
 * vwifi: virtual 802.11 radios on a virtual medium, for cfg80211.
 *
 * The lowest floor: the objects, one header each, and what every floor asks of them
 * (docs/driver.md draws the floors). It knows nobody above; what goes up goes through
 * the table of up.h. Anybody may call it.
 *
 * Two planes. Management frames are real 802.11 frames, handed over in process
 * context, in order (mgmt/). Data frames are Ethernet frames, handed over by reference
 * from the sender's ndo_start_xmit to the receiver's stack (data/). Both find their
 * receiver in the air (air/).
 *
 * Locks, outermost first:
 *   vwifi_radios_lock -> vwifi_pairs_lock -> rtnl -> wiphy mutex (one per radio)
 *        -> wireless_dev mutex (before 6.7) -> vwifi_air_lock -> a key's lock
 *   vwifi_pairs_lock -> the lock of a pair's, or a fault's, flights
 *   rtnl -> vwifi_underlays_lock; group and tx locks of the data plane -> vwifi_wire_lock
 *   any of them -> a radio's arrivals_lock, which is held for nothing but the list
 *   any of them, but for arrivals_lock -> a channel server's lock (dcf/)
 * The wiphy mutex of a radio protects all its configuration: interfaces,
 * stations, keys, MLME, scan, remain-on-channel. What the data path reads, it
 * reads under RCU. No two wiphy mutexes are ever held together: what one radio
 * has to tell another goes through the other's receive queue.
 */
#ifndef VWIFI_CORE_CORE_H
#define VWIFI_CORE_CORE_H

#include "../../include/uapi/vwifi.h"
#include "bss.h"
#include "compat.h"
#include "key.h"
#include "mesh.h"
#include "mld.h"
#include "radio.h"
#include "ranging.h"
#include "sight.h"
#include "space.h"
#include "sta.h"
#include "station.h"
#include "trace.h"
#include "transmission.h"
#include "up.h"
#include "vif.h"

#define VWIFI_VERSION		"0.1.0"
#define VWIFI_RETRY_LIMIT	7	/* transmissions of a unicast frame, unless user space says otherwise */

#endif /* VWIFI_CORE_CORE_H */
