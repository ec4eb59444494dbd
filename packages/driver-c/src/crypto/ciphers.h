/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/*
 * What the ciphers are made of; for the files of this floor.
 */
#ifndef VWIFI_CRYPTO_CIPHERS_H
#define VWIFI_CRYPTO_CIPHERS_H

#include "crypto.h"

/* aes-modes.c: what a key is prepared to. */
struct vwifi_ghash_key {
	u64 high[16];
	u64 low[16];
};

struct vwifi_crypt {
	struct aes_enckey aes;
	struct vwifi_ghash_key ghash;
};

#define VWIFI_GCM_NONCE_LEN	12
#define VWIFI_CCM_NONCE_LEN	13

int vwifi_crypt_init(struct vwifi_crypt *crypt, const u8 *key, size_t len);
void vwifi_ccm(const struct vwifi_crypt *crypt, const u8 *nonce, const u8 *aad, size_t aad_len,
	       u8 *data, size_t len, u8 *mic, size_t mic_len, bool seal);
void vwifi_gcm(const struct vwifi_crypt *crypt, const u8 *nonce, const u8 *aad, size_t aad_len,
	       const u8 *more, size_t more_len, u8 *data, size_t len, u8 *mic, bool seal);
void vwifi_cmac(const struct vwifi_crypt *crypt, const u8 *head, size_t head_len, const u8 *data,
		size_t len, u8 *mic);

/* aes-x86.c: between a begin that returned true, and end; whole blocks. */
extern bool vwifi_aes_slow;
bool vwifi_aes_begin(void);
void vwifi_aes_end(void);
void vwifi_aes_mac(const struct aes_enckey *aes, u8 *x, const u8 *data, size_t blocks);
void vwifi_aes_ctr(const struct aes_enckey *aes, u8 *counter, u8 *data, size_t blocks);
void vwifi_aes_ccm(const struct aes_enckey *aes, u8 *x, u8 *stream, u8 *counter, u8 *data,
		   size_t blocks, bool seal);

/* rc4.c: WEP and TKIP. */
void vwifi_rc4(const u8 *key, size_t key_len, u8 *data, size_t len);
void vwifi_michael(const u8 *key, const u8 *da, const u8 *sa, u8 priority, const u8 *data,
		   size_t len, u8 *mic);
void vwifi_michael_bare(const u8 *key, const u8 *data, size_t len, u8 *mic);
void vwifi_tkip_seed(const u8 *key, const u8 *ta, u64 tsc, u8 *seed);

#define VWIFI_TKIP_SEED_LEN	16
#define VWIFI_ICV_LEN		4

#endif /* VWIFI_CRYPTO_CIPHERS_H */
