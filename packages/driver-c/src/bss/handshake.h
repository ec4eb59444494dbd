/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/* Handshakes of keys that a radio with an SME of its own makes itself. All of it with the wiphy mutex held. */
#ifndef VWIFI_BSS_HANDSHAKE_H
#define VWIFI_BSS_HANDSHAKE_H

#include "crypto/crypto.h"
#include "bss.h"

struct vwifi_handshake;

/**
 * struct vwifi_handshake_terms - what the two sides have agreed on before
 * @ap: the access point
 * @pmk: WLAN_PMK_LEN octets of a PMK, or NULL: it is told later
 * @akm: how the PMK came about: one that vwifi_handshake_knows()
 * @pairwise: the cipher suite between the two
 * @group: that of the group
 * @mfp: management frames are protected, by a suite that the association's RSN element names
 * @request: elements of the association request, @request_len octets
 * @bss: the access point's own elements
 */
struct vwifi_handshake_terms {
	const u8 *ap;
	const u8 *pmk;
	u32 akm;
	u32 pairwise;
	u32 group;
	bool mfp;
	const u8 *request;
	size_t request_len;
	const struct cfg80211_bss *bss;
};

bool vwifi_handshake_knows(const struct cfg80211_crypto_settings *crypto);
struct vwifi_handshake *vwifi_handshake_new(const struct vwifi_handshake_terms *terms);
void vwifi_handshake_free(struct vwifi_handshake *shake);
int vwifi_handshake_set_pmk(struct vwifi_vif *vif, struct vwifi_handshake *shake, const u8 *pmk, size_t len);
void vwifi_handshake_forget_pmk(struct vwifi_handshake *shake);
bool vwifi_handshake_is_late(const struct vwifi_handshake *shake);

#endif /* VWIFI_BSS_HANDSHAKE_H */
