// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * The handshakes of keys with an access point, by the radio itself (IEEE Std 802.11-2020, 12.7.6
 * and 12.7.7): the supplicant's side of the four messages, and of the two that bring a new key of
 * the group. Who has the PMK, and what is told of the end, is sme.c's.
 *
 * With the wiphy mutex held and, before 6.7, the wireless_dev's inside it, in process context.
 * What comes is from anybody on the air: nothing of a frame is believed before its MIC but the
 * two nonces that the MIC's key is made of, and its lengths are checked in one place.
 */
#include <crypto/algapi.h>

#include "data/data.h"
#include "frame/frame.h"
#include "key/key.h"
#include "handshake.h"
#include "mlme.h"
#include "sme.h"
#include "sta.h"

#define VWIFI_HANDSHAKE_S	10	/* for which an association goes without keys */
#define VWIFI_ELEMENT_MAX	(sizeof(struct element) + U8_MAX)

/* What a PMK is turned into with one peer (12.7.1.3), in this order. */
struct vwifi_ptk {
	u8 kck[VWIFI_KCK_LEN];
	u8 kek[VWIFI_KEK_LEN];
	u8 tk[VWIFI_MAX_KEY_LEN];
};

struct vwifi_handshake {
	u8 ap[ETH_ALEN];
	u8 pmk[WLAN_PMK_LEN];
	bool has_pmk;
	bool sha256;			/* derived and proved by its AKM's newer ways */
	u8 version;			/* of key descriptors, which says so */
	u32 pairwise;			/* ciphers */
	u32 group;
	u32 mgmt;			/* 0: management frames are not protected */
	u8 tk_len;
	u8 own[2 * VWIFI_ELEMENT_MAX];	/* RSN and RSNX elements of our association request */
	size_t own_len;
	u8 rsn[VWIFI_ELEMENT_MAX];	/* the access point's, or zeros: it has none */
	u8 rsnx[VWIFI_ELEMENT_MAX];
	u8 snonce[VWIFI_NONCE_LEN];
	bool used;			/* the nonce has made keys that are in use: the next ones want another */
	struct vwifi_ptk ptk;
	bool agreed;			/* on the PTK: it is in use */
	u64 replay;			/* of the last frame that the access point proved to be its own */
	bool heard;			/* there was one */
	unsigned long begun;		/* jiffies */
	bool in_clear;			/* the message at hand came so */
	bool waits;			/* a first message, for the PMK */
	struct vwifi_eapol_key first;
};

/* Of the AKMs of 802.11 what their handshakes differ in (table 12-10). */
static const struct {
	u32 suite;
	u8 version;
	bool sha256;
} vwifi_handshake_akms[] = {
	{ WLAN_AKM_SUITE_8021X, 2, false },
	{ WLAN_AKM_SUITE_PSK, 2, false },
	{ WLAN_AKM_SUITE_8021X_SHA256, 3, true },
	{ WLAN_AKM_SUITE_PSK_SHA256, 3, true },
	{ WLAN_AKM_SUITE_SAE, 0, true },
};

static u8 vwifi_handshake_tk_len(u32 cipher)
{
	switch (cipher) {
	case WLAN_CIPHER_SUITE_CCMP:
	case WLAN_CIPHER_SUITE_GCMP:
		return WLAN_KEY_LEN_CCMP;
	case WLAN_CIPHER_SUITE_CCMP_256:
	case WLAN_CIPHER_SUITE_GCMP_256:
		return WLAN_KEY_LEN_CCMP_256;
	default:
		return 0;	/* TKIP's is another handshake (12.7.3) */
	}
}

static int vwifi_handshake_akm(u32 suite)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(vwifi_handshake_akms); i++)
		if (vwifi_handshake_akms[i].suite == suite)
			return i;
	return -1;
}

/* Whether the handshake of what user space asks for is one that is known here: of RSN, and of one choice. */
bool vwifi_handshake_knows(const struct cfg80211_crypto_settings *crypto)
{
	return crypto->n_akm_suites == 1 && crypto->n_ciphers_pairwise == 1 &&
	       crypto->wpa_versions & ~(u32)NL80211_WPA_VERSION_1 &&
	       vwifi_handshake_akm(crypto->akm_suites[0]) >= 0 &&
	       vwifi_handshake_tk_len(crypto->ciphers_pairwise[0]);
}

/* Copies an element, which there may not be; returns its octets. */
static size_t vwifi_handshake_keep(u8 *to, u8 id, const u8 *ies, size_t len)
{
	const struct element *element = cfg80211_find_elem(id, ies, len);
	size_t octets;

	if (!element)
		return 0;
	octets = sizeof(*element) + element->datalen;
	memcpy(to, element, octets);
	return octets;
}

/* Return: a handshake that waits for the first message, or an ERR_PTR. */
struct vwifi_handshake *vwifi_handshake_new(const struct vwifi_handshake_terms *terms)
{
	struct vwifi_handshake *shake = kzalloc(sizeof(*shake), GFP_KERNEL);
	int akm = vwifi_handshake_akm(terms->akm);
	const struct cfg80211_bss_ies *ies;

	if (!shake)
		return ERR_PTR(-ENOMEM);
	ether_addr_copy(shake->ap, terms->ap);
	shake->version = vwifi_handshake_akms[akm].version;
	shake->sha256 = vwifi_handshake_akms[akm].sha256;
	shake->pairwise = terms->pairwise;
	shake->tk_len = vwifi_handshake_tk_len(terms->pairwise);
	shake->group = terms->group;
	if (terms->mfp)
		shake->mgmt = vwifi_rsn_mgmt_cipher(terms->request, terms->request_len);
	shake->own_len = vwifi_handshake_keep(shake->own, WLAN_EID_RSN, terms->request, terms->request_len);
	shake->own_len += vwifi_handshake_keep(shake->own + shake->own_len, WLAN_EID_RSNX, terms->request,
					       terms->request_len);
	rcu_read_lock();
	ies = rcu_dereference(terms->bss->ies);
	vwifi_handshake_keep(shake->rsn, WLAN_EID_RSN, ies->data, ies->len);
	vwifi_handshake_keep(shake->rsnx, WLAN_EID_RSNX, ies->data, ies->len);
	rcu_read_unlock();
	get_random_bytes(shake->snonce, sizeof(shake->snonce));
	shake->begun = jiffies;
	shake->has_pmk = terms->pmk;
	if (terms->pmk)
		memcpy(shake->pmk, terms->pmk, WLAN_PMK_LEN);
	return shake;
}

void vwifi_handshake_free(struct vwifi_handshake *shake)
{
	kfree_sensitive(shake);
}

void vwifi_handshake_forget_pmk(struct vwifi_handshake *shake)
{
	memzero_explicit(shake->pmk, sizeof(shake->pmk));
	shake->has_pmk = false;
}

bool vwifi_handshake_is_late(const struct vwifi_handshake *shake)
{
	return !shake->agreed && time_after(jiffies, shake->begun + VWIFI_HANDSHAKE_S * HZ);
}

/* The PTK of the access point's nonce and ours (12.7.1.3). */
static int vwifi_handshake_derive(const struct vwifi_vif *vif, const struct vwifi_handshake *shake,
				  const u8 *anonce, struct vwifi_ptk *ptk)
{
	u8 context[2 * ETH_ALEN + 2 * VWIFI_NONCE_LEN], *nonces = context + 2 * ETH_ALEN;
	bool ap_first = memcmp(shake->ap, vif->addr, ETH_ALEN) < 0;
	bool anonce_first = memcmp(anonce, shake->snonce, VWIFI_NONCE_LEN) < 0;

	ether_addr_copy(context, ap_first ? shake->ap : vif->addr);
	ether_addr_copy(context + ETH_ALEN, ap_first ? vif->addr : shake->ap);
	memcpy(nonces, anonce_first ? anonce : shake->snonce, VWIFI_NONCE_LEN);
	memcpy(nonces + VWIFI_NONCE_LEN, anonce_first ? shake->snonce : anonce, VWIFI_NONCE_LEN);
	return vwifi_derive(shake->sha256, shake->pmk, sizeof(shake->pmk), "Pairwise key expansion", context,
			    sizeof(context), (u8 *)ptk, offsetof(struct vwifi_ptk, tk) + shake->tk_len);
}

/*
 * Answers a message: with the same number, proved by @kck, and as it came. Who repeats a message 3 in
 * the clear has not heard the answer, and has no key yet to open another one.
 */
static int vwifi_handshake_answer(struct vwifi_vif *vif, const struct vwifi_handshake *shake,
				  const struct vwifi_eapol_key *message, const u8 *kck, u16 info,
				  const u8 *nonce, const u8 *data, size_t data_len)
{
	size_t len = sizeof(struct vwifi_eapol_key) + data_len;
	struct vwifi_eapol_key *key = kzalloc(len, GFP_KERNEL);
	int err;

	if (!key)
		return -ENOMEM;
	key->version = 1;
	key->type = VWIFI_EAPOL_KEY;
	key->length = cpu_to_be16(len - VWIFI_EAPOL_HEAD_LEN);
	key->descriptor = VWIFI_EAPOL_DESCRIPTOR;
	key->info = cpu_to_be16(info | VWIFI_KEY_INFO_MIC | shake->version);
	key->replay = message->replay;
	if (nonce)
		memcpy(key->nonce, nonce, VWIFI_NONCE_LEN);
	key->data_len = cpu_to_be16(data_len);
	memcpy(key->data, data, data_len);
	err = vwifi_eapol_mic(shake->sha256, kck, (u8 *)key, len, key->mic);
	if (!err)
		err = vwifi_tx_control_port(vif->radio->wiphy, vif->dev, (u8 *)key, len, shake->ap,
					    vif->control_port, shake->in_clear, -1,
					    (vwifi_cookie_t)0);
	kfree(key);
	return err;
}

/* Message 1 of 4 (12.7.6.2): a nonce, in the clear and of whoever sent it. It changes nothing here. */
static enum vwifi_drop vwifi_handshake_first(struct vwifi_vif *vif, struct vwifi_handshake *shake,
					     const struct vwifi_eapol_key *message)
{
	struct vwifi_ptk ptk;

	/* User space is about to tell: the access point has made the PMK, or knows it, at the same moment. */
	if (!shake->has_pmk) {
		shake->first = *message;
		shake->waits = true;
		return VWIFI_DROP_NONE;
	}
	if (shake->used) {
		get_random_bytes(shake->snonce, sizeof(shake->snonce));
		shake->used = false;
	}
	if (!vwifi_handshake_derive(vif, shake, message->nonce, &ptk))
		vwifi_handshake_answer(vif, shake, message, ptk.kck, VWIFI_KEY_INFO_PAIRWISE, shake->snonce,
				       shake->own, shake->own_len);
	memzero_explicit(&ptk, sizeof(ptk));
	return VWIFI_DROP_NONE;
}

/* The PMK is there, and so may be the message that waited for it. */
int vwifi_handshake_set_pmk(struct vwifi_vif *vif, struct vwifi_handshake *shake, const u8 *pmk, size_t len)
{
	if (len != sizeof(shake->pmk))
		return -EINVAL;
	memcpy(shake->pmk, pmk, len);
	shake->has_pmk = true;
	if (shake->waits)
		vwifi_handshake_first(vif, shake, &shake->first);
	shake->waits = false;
	return 0;
}

/* What key data brings; NULL: not that. Each points into it (12.7.2, table 12-8). */
struct vwifi_key_data {
	const struct element *rsn;
	const struct element *rsnx;
	const struct element *gtk;
	const struct element *igtk;
	const struct element *bigtk;
};

#define VWIFI_KDE_HEAD		4	/* OUI and type */
#define VWIFI_KDE_GTK		0x000fac01
#define VWIFI_KDE_IGTK		0x000fac09
#define VWIFI_KDE_BIGTK		0x000fac0e
#define VWIFI_KDE_GTK_HEAD	(VWIFI_KDE_HEAD + 2)			/* the key id, reserved */
#define VWIFI_KDE_IGTK_HEAD	(VWIFI_KDE_HEAD + 2 + VWIFI_PN_LEN)	/* the key id, the packet number */

/* Takes it apart. What it is padded with is an element without an end, or of no length. */
static void vwifi_key_data_read(struct vwifi_key_data *read, const u8 *data, size_t len)
{
	const struct element *each;

	memset(read, 0, sizeof(*read));
	for_each_element(each, data, len) {
		if (each->id == WLAN_EID_RSN) {
			read->rsn = read->rsn ?: each;
		} else if (each->id == WLAN_EID_RSNX) {
			read->rsnx = read->rsnx ?: each;
		} else if (each->id == WLAN_EID_VENDOR_SPECIFIC && each->datalen >= VWIFI_KDE_HEAD) {
			u32 type = get_unaligned_be32(each->data);

			if (type == VWIFI_KDE_GTK && each->datalen > VWIFI_KDE_GTK_HEAD)
				read->gtk = each;
			else if (type == VWIFI_KDE_IGTK && each->datalen > VWIFI_KDE_IGTK_HEAD)
				read->igtk = each;
			else if (type == VWIFI_KDE_BIGTK && each->datalen > VWIFI_KDE_IGTK_HEAD)
				read->bigtk = each;
		}
	}
}

/* One key of the group goes into its slot; the same one again changes nothing (vwifi_add_key()). */
static int vwifi_handshake_group_key(struct vwifi_vif *vif, u32 cipher, u8 index, const u8 *key, size_t len,
				     const u8 *seq)
{
	struct key_params params = {
		.cipher = cipher,
		.key = key,
		.key_len = len,
		.seq = seq,
		.seq_len = VWIFI_PN_LEN,
		.mode = NL80211_KEY_RX_TX,
	};

	return vwifi_add_key(vif->radio->wiphy, vwifi_dev_peer(vif->dev), -1, index, false, NULL, &params);
}

/* An IGTK or BIGTK, of @n ids from @first on. */
static int vwifi_handshake_mgmt_key(struct vwifi_vif *vif, const struct vwifi_handshake *shake,
				    const struct element *kde, unsigned int first)
{
	unsigned int index;

	if (!kde || !shake->mgmt)
		return 0;
	index = get_unaligned_le16(kde->data + VWIFI_KDE_HEAD);
	if (index < first || index >= first + VWIFI_N_IGTKS)
		return -EINVAL;
	return vwifi_handshake_group_key(vif, shake->mgmt, index, kde->data + VWIFI_KDE_IGTK_HEAD,
					 kde->datalen - VWIFI_KDE_IGTK_HEAD, kde->data + VWIFI_KDE_HEAD + 2);
}

static int vwifi_handshake_group_keys(struct vwifi_vif *vif, const struct vwifi_handshake *shake,
				      const struct vwifi_eapol_key *message, const struct vwifi_key_data *read)
{
	int err = -EINVAL;

	if (read->gtk)
		err = vwifi_handshake_group_key(vif, shake->group, read->gtk->data[VWIFI_KDE_HEAD] & 3,
						read->gtk->data + VWIFI_KDE_GTK_HEAD,
						read->gtk->datalen - VWIFI_KDE_GTK_HEAD, message->rsc);
	if (!err)
		err = vwifi_handshake_mgmt_key(vif, shake, read->igtk, VWIFI_FIRST_IGTK);
	return err ?: vwifi_handshake_mgmt_key(vif, shake, read->bigtk, VWIFI_FIRST_BIGTK);
}

static int vwifi_handshake_pairwise_key(struct vwifi_vif *vif, const struct vwifi_handshake *shake)
{
	struct key_params params = {
		.cipher = shake->pairwise,
		.key = shake->ptk.tk,
		.key_len = shake->tk_len,
		.mode = NL80211_KEY_RX_TX,
	};

	return vwifi_add_key(vif->radio->wiphy, vwifi_dev_peer(vif->dev), -1, 0, true, shake->ap, &params);
}

/* Whether the access point says the same, now that it is proved, as it does to everybody (12.7.6.4). */
static bool vwifi_handshake_says_same(const u8 *said, const struct element *proved)
{
	size_t len = proved ? sizeof(*proved) + proved->datalen : 0;

	return said[0] ? len == sizeof(*proved) + said[1] && !memcmp(said, proved, len) : !proved;
}

/* Leaves an access point that does not do as it should. Frees the handshake. */
static enum vwifi_drop vwifi_handshake_refuse(struct vwifi_vif *vif, u16 reason)
{
	vwifi_mlme_deauth(vif, reason);
	return VWIFI_DROP_MALFORMED;
}

/*
 * Message 3 of 4 (12.7.6.4), its MIC proved by @ptk: the last that is needed. Answered before the
 * keys are there, since the access point awaits that in the clear. Of a repetition only the answer
 * is new: keys that are in use are left alone, or their numbers would begin anew. May free the
 * handshake.
 */
static enum vwifi_drop vwifi_handshake_third(struct vwifi_vif *vif, struct vwifi_handshake *shake,
					     const struct vwifi_eapol_key *message, const struct vwifi_ptk *ptk,
					     const u8 *data, size_t len)
{
	bool again = ptk == &shake->ptk;
	struct vwifi_key_data read;

	vwifi_key_data_read(&read, data, len);
	if (!read.gtk)
		return VWIFI_DROP_MALFORMED;
	if (!vwifi_handshake_says_same(shake->rsn, read.rsn) ||
	    !vwifi_handshake_says_same(shake->rsnx, read.rsnx))
		return vwifi_handshake_refuse(vif, WLAN_REASON_IE_DIFFERENT);
	if (vwifi_handshake_answer(vif, shake, message, ptk->kck, VWIFI_KEY_INFO_PAIRWISE | VWIFI_KEY_INFO_SECURE,
				   NULL, NULL, 0))
		return VWIFI_DROP_MEMORY;
	if (!again) {
		shake->ptk = *ptk;
		shake->used = true;
		if (vwifi_handshake_pairwise_key(vif, shake))
			return vwifi_handshake_refuse(vif, WLAN_REASON_UNSPECIFIED);
		shake->agreed = true;
	}
	if (vwifi_handshake_group_keys(vif, shake, message, &read))
		return vwifi_handshake_refuse(vif, WLAN_REASON_UNSPECIFIED);
	vwifi_sme_shaken(vif);
	return VWIFI_DROP_NONE;
}

/* Message 1 of 2 (12.7.7.2): the group has another key. */
static enum vwifi_drop vwifi_handshake_regroup(struct vwifi_vif *vif, struct vwifi_handshake *shake,
					       const struct vwifi_eapol_key *message, const u8 *data, size_t len)
{
	struct vwifi_key_data read;

	vwifi_key_data_read(&read, data, len);
	if (vwifi_handshake_group_keys(vif, shake, message, &read))
		return VWIFI_DROP_MALFORMED;
	vwifi_handshake_answer(vif, shake, message, shake->ptk.kck, VWIFI_KEY_INFO_SECURE, NULL, NULL, 0);
	return VWIFI_DROP_NONE;
}

/* Whether a frame's MIC is of that key; its own octets are zero meanwhile. */
static bool vwifi_handshake_proves(const struct vwifi_handshake *shake, const struct vwifi_ptk *ptk,
				   struct vwifi_eapol_key *message, size_t len)
{
	u8 said[VWIFI_EAPOL_MIC_LEN], mic[VWIFI_EAPOL_MIC_LEN];
	int err;

	memcpy(said, message->mic, sizeof(said));
	memset(message->mic, 0, sizeof(said));
	err = vwifi_eapol_mic(shake->sha256, ptk->kck, (u8 *)message, len, mic);
	memcpy(message->mic, said, sizeof(said));
	return !err && !crypto_memneq(said, mic, sizeof(mic));
}

/*
 * A frame with a MIC. A third message names the nonce that its keys are made of, so that nothing is
 * kept of the first one, which anybody can send. May free the handshake.
 */
static enum vwifi_drop vwifi_handshake_proved(struct vwifi_vif *vif, struct vwifi_handshake *shake,
					      struct vwifi_eapol_key *message, size_t len)
{
	bool pairwise = be16_to_cpu(message->info) & VWIFI_KEY_INFO_PAIRWISE;
	const struct vwifi_ptk *by = NULL;
	size_t sealed = be16_to_cpu(message->data_len);
	enum vwifi_drop why = VWIFI_DROP_WRONG_KEY;
	struct vwifi_ptk ptk;
	u8 *data;

	if (shake->agreed && vwifi_handshake_proves(shake, &shake->ptk, message, len))
		by = &shake->ptk;
	else if (pairwise && shake->has_pmk && !shake->used &&
		 !vwifi_handshake_derive(vif, shake, message->nonce, &ptk) &&
		 vwifi_handshake_proves(shake, &ptk, message, len))
		by = &ptk;
	if (!by)
		goto out;
	shake->replay = be64_to_cpu(message->replay);
	shake->heard = true;
	data = kmalloc(sealed, GFP_KERNEL);
	if (!data)
		why = VWIFI_DROP_MEMORY;
	else if (vwifi_unwrap(by->kek, message->data, sealed, data))
		why = VWIFI_DROP_MALFORMED;
	else if (pairwise)
		why = vwifi_handshake_third(vif, shake, message, by, data, sealed - 8);
	else
		why = vwifi_handshake_regroup(vif, shake, message, data, sealed - 8);
	kfree_sensitive(data);
out:
	memzero_explicit(&ptk, sizeof(ptk));
	return why;
}

/* What an authenticator's frames say of themselves, but for the version. */
#define VWIFI_KEY_INFO_OF_FIRST	(VWIFI_KEY_INFO_PAIRWISE | VWIFI_KEY_INFO_ACK)
#define VWIFI_KEY_INFO_OF_GROUP	(VWIFI_KEY_INFO_ACK | VWIFI_KEY_INFO_MIC | VWIFI_KEY_INFO_SECURE | \
				 VWIFI_KEY_INFO_SEALED)
#define VWIFI_KEY_INFO_OF_THIRD	(VWIFI_KEY_INFO_OF_GROUP | VWIFI_KEY_INFO_PAIRWISE | VWIFI_KEY_INFO_INSTALL)
#define VWIFI_KEY_INFO_READ	(VWIFI_KEY_INFO_OF_THIRD | VWIFI_KEY_INFO_ERROR | VWIFI_KEY_INFO_REQUEST)

/* An EAPOL-Key frame of so many octets, its lengths checked. May free the handshake. */
static enum vwifi_drop vwifi_handshake_take(struct vwifi_vif *vif, struct vwifi_handshake *shake,
					    struct vwifi_eapol_key *message, size_t len)
{
	u16 info = be16_to_cpu(message->info), kind = info & VWIFI_KEY_INFO_READ;

	if ((info & VWIFI_KEY_INFO_VERSION) != shake->version)
		return VWIFI_DROP_MALFORMED;
	if (shake->heard && be64_to_cpu(message->replay) <= shake->replay)
		return VWIFI_DROP_REPLAY;
	/* Of a handshake that replaces keys the first says that there are some. */
	if ((kind & ~VWIFI_KEY_INFO_SECURE) == VWIFI_KEY_INFO_OF_FIRST)
		return vwifi_handshake_first(vif, shake, message);
	if (kind == VWIFI_KEY_INFO_OF_THIRD || (kind == VWIFI_KEY_INFO_OF_GROUP && shake->agreed))
		return vwifi_handshake_proved(vif, shake, message, len);
	return VWIFI_DROP_MALFORMED;
}

/* An EAPOL-Key frame for the radio itself, from its Ethernet header on. */
void vwifi_handshake_rx(struct vwifi_vif *vif, const struct sk_buff *skb, bool in_clear)
{
	struct vwifi_handshake *shake = vif->sme ? vif->sme->shake : NULL;
	enum vwifi_drop why = VWIFI_DROP_NOT_ASSOCIATED;
	struct vwifi_eapol_key *message = NULL;
	const struct ethhdr *eth;
	struct ethhdr space;
	size_t len;

	eth = skb_header_pointer(skb, 0, sizeof(space), &space);
	if (!shake || vif->mlme.state != VWIFI_MLME_ASSOCIATED || !eth ||
	    !ether_addr_equal(eth->h_source, shake->ap) || !ether_addr_equal(eth->h_dest, vif->addr))
		goto drop;
	why = VWIFI_DROP_MALFORMED;
	len = skb->len - ETH_HLEN;
	if (len < sizeof(*message) || len > IEEE80211_MAX_DATA_LEN)
		goto drop;
	why = VWIFI_DROP_MEMORY;
	message = kmalloc(len, GFP_KERNEL);
	if (!message || skb_copy_bits(skb, ETH_HLEN, message, len))
		goto drop;
	why = VWIFI_DROP_MALFORMED;
	/* What is behind it is the Ethernet frame's padding. */
	if (be16_to_cpu(message->length) > len - VWIFI_EAPOL_HEAD_LEN)
		goto drop;
	len = be16_to_cpu(message->length) + VWIFI_EAPOL_HEAD_LEN;
	if (len < sizeof(*message) || be16_to_cpu(message->data_len) > len - sizeof(*message) ||
	    message->type != VWIFI_EAPOL_KEY || message->descriptor != VWIFI_EAPOL_DESCRIPTOR)
		goto drop;
	shake->in_clear = in_clear;
	why = vwifi_handshake_take(vif, shake, message, len);
drop:
	if (why)
		vwifi_drop_frame(vif, skb, why);
	kfree_sensitive(message);
}
