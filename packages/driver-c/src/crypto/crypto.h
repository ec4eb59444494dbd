/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/*
 * Real encryption, for where bytes leave the kernel: monitor interfaces and
 * wires. Inside one kernel a frame travels with its key instead (key/).
 *
 * An MPDU here is an 802.11 frame from its frame control field on, without FCS,
 * in the linear part of an skb, in the clear, its protected bit not set. Round
 * keys are made when a key is installed; sealing and opening allocate nothing,
 * sleep nowhere, take no lock and may run in any context, on several processors at
 * once. Anybody above may call; of the objects this floor knows the key alone.
 */
#ifndef VWIFI_CRYPTO_CRYPTO_H
#define VWIFI_CRYPTO_CRYPTO_H

#include "core/core.h"

#define VWIFI_MICHAEL_LEN	8

#define VWIFI_CRYPTO_MAX_HEAD	8
#define VWIFI_CRYPTO_MAX_TAIL	26	/* a management MIC element of 24 bytes */

/* What a cipher puts before and behind a frame's body. */
size_t vwifi_crypto_head(u32 cipher);
size_t vwifi_crypto_tail(u32 cipher);
bool vwifi_crypto_is_bip(u32 cipher);

/**
 * vwifi_crypto_seal - encrypts an MPDU
 * @key: with what; BIP keys append a management MIC element
 * @pn: its packet number (TSC, IV, IPN)
 * @mpdu: the frame; needs the cipher's head and tail as headroom and tailroom
 *
 * Return: 0, -EINVAL for a frame too short, -ENOSPC, -EOPNOTSUPP for a cipher
 * that is not known. The skb is unchanged after an error.
 */
int vwifi_crypto_seal(const struct vwifi_key *key, u64 pn, struct sk_buff *mpdu);

/**
 * vwifi_crypto_open - undoes it
 * @key: the receiver's key
 * @mpdu: the protected frame; afterwards in the clear
 * @pn: its packet number, which the caller checks for replay
 *
 * Return: 0, -EBADMSG when the MIC or ICV does not fit, -EINVAL for a frame too
 * short or not protected. After an error the skb's content is undefined.
 */
int vwifi_crypto_open(const struct vwifi_key *key, struct sk_buff *mpdu, u64 *pn);

/**
 * vwifi_crypto_put_mic - adds TKIP's MIC to a frame that will go in parts
 * @key: with what; other ciphers protect each part by itself, and nothing is added
 * @mpdu: the whole frame, in the clear, with room for VWIFI_MICHAEL_LEN octets more
 *
 * Its parts, by their headers, are sealed and opened without one.
 */
void vwifi_crypto_put_mic(const struct vwifi_key *key, struct sk_buff *mpdu);

/* Checks that MIC, of a frame that came in parts, and takes it away. Return: 0 or -EBADMSG. */
int vwifi_crypto_take_mic(const struct vwifi_key *key, struct sk_buff *mpdu);

/*
 * The IV of a WEP key's n-th frame: those that tell of the key are left out, as every
 * card leaves them out (Fluhrer, Mantin, Shamir). Another cipher's number is its own.
 */
u64 vwifi_wep_iv(const struct vwifi_key *key, u64 n);

/* The key id and the packet number that a protected data or BIP frame names, or -EINVAL. */
int vwifi_crypto_peek(u32 cipher, const u8 *frame, size_t len, u64 *pn);

/* Process context; for one key as it is installed. */
int vwifi_crypto_prepare(struct vwifi_key *key);
void vwifi_crypto_release(struct vwifi_key *key);

/* The standard's and NIST's vectors; how many failed. Process context. */
int vwifi_crypto_test(bool corrupt);

/* aes-modes.c */
#define VWIFI_SIV_TAG_LEN	16

struct vwifi_siv_part {
	const u8 *data;
	size_t len;
};

int vwifi_siv(const u8 *key, size_t key_len, const struct vwifi_siv_part *aad, unsigned int n_aad,
	      u8 *tag, u8 *data, size_t len, bool seal);

/* handshake.c: process context */
#define VWIFI_KCK_LEN		16	/* of the AKMs that are there */
#define VWIFI_KEK_LEN		16
#define VWIFI_EAPOL_MIC_LEN	16

bool vwifi_handshake_able(void);

/**
 * vwifi_derive - makes keys of a key (IEEE Std 802.11-2020, 12.7.1.2 and 12.7.1.6.2)
 * @sha256: by the KDF of SHA-256; else by the PRF, of SHA-1
 * @key: of which, @key_len octets
 * @label: what for
 * @context: of whom, @context_len octets
 * @out: takes @len octets
 *
 * Return: 0 or a negative error number.
 */
int vwifi_derive(bool sha256, const u8 *key, size_t key_len, const char *label, const u8 *context,
		 size_t context_len, u8 *out, size_t len);

/* The MIC of an EAPOL-Key frame whose own MIC is zero: HMAC-SHA1-128, or AES-128-CMAC with @sha256 (12.7.3). */
int vwifi_eapol_mic(bool sha256, const u8 *kck, const u8 *frame, size_t len, u8 *mic);

/* Undoes the NIST AES key wrap (RFC 3394, 2.2.2): @len octets become 8 less. -EBADMSG: it was another key. */
int vwifi_unwrap(const u8 *kek, const u8 *wrapped, size_t len, u8 *out);

#endif /* VWIFI_CRYPTO_CRYPTO_H */
