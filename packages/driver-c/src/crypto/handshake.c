// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * What key handshakes are made of (IEEE Std 802.11-2020, 12.7): keys derived from a PMK, the MIC
 * of an EAPOL-Key frame, keys that came wrapped. Hashes are the kernel's, by crypto_shash.
 * Process context: it allocates.
 */
#include <crypto/hash.h>
#include <linux/slab.h>

#include "ciphers.h"

#define VWIFI_HASH_MAX		32	/* SHA-256's; SHA-1's has 20 */
#define VWIFI_WRAP_BLOCK	8

static const char *vwifi_hmac_name(bool sha256)
{
	return sha256 ? "hmac(sha256)" : "hmac(sha1)";
}

/* Whether this kernel has both. Process context. */
bool vwifi_handshake_able(void)
{
	return crypto_has_shash(vwifi_hmac_name(false), 0, 0) && crypto_has_shash(vwifi_hmac_name(true), 0, 0);
}

/* HMAC of several strings, as if they were one. */
static int vwifi_hmac(struct crypto_shash *hash, const struct vwifi_siv_part *parts, unsigned int n, u8 *out)
{
	SHASH_DESC_ON_STACK(desc, hash);
	unsigned int i;
	int err;

	desc->tfm = hash;
	err = crypto_shash_init(desc);
	for (i = 0; i < n && !err; i++)
		err = crypto_shash_update(desc, parts[i].data, parts[i].len);
	if (!err)
		err = crypto_shash_final(desc, out);
	shash_desc_zero(desc);
	return err;
}

static struct crypto_shash *vwifi_hmac_new(bool sha256, const u8 *key, size_t len)
{
	struct crypto_shash *hash = crypto_alloc_shash(vwifi_hmac_name(sha256), 0, 0);
	int err;

	if (IS_ERR(hash))
		return hash;
	err = crypto_shash_setkey(hash, key, len);
	if (!err)
		return hash;
	crypto_free_shash(hash);
	return ERR_PTR(err);
}

int vwifi_derive(bool sha256, const u8 *key, size_t key_len, const char *label, const u8 *context,
		 size_t context_len, u8 *out, size_t len)
{
	struct crypto_shash *hash = vwifi_hmac_new(sha256, key, key_len);
	u8 nth[2] = {}, bits[2], block[VWIFI_HASH_MAX];
	/* The PRF counts from 0, behind the context; the KDF from 1, before the label, and says how much it makes. */
	const struct vwifi_siv_part prf[] = {
		{ label, strlen(label) + 1 }, { context, context_len }, { nth, 1 },
	};
	const struct vwifi_siv_part kdf[] = {
		{ nth, 2 }, { label, strlen(label) }, { context, context_len }, { bits, 2 },
	};
	size_t at, part;
	unsigned int i;
	int err = 0;

	if (IS_ERR(hash))
		return PTR_ERR(hash);
	put_unaligned_le16(len * BITS_PER_BYTE, bits);
	for (at = 0, i = 0; at < len && !err; at += part, i++) {
		part = min_t(size_t, len - at, crypto_shash_digestsize(hash));
		put_unaligned_le16(sha256 ? i + 1 : i, nth);
		err = sha256 ? vwifi_hmac(hash, kdf, ARRAY_SIZE(kdf), block) :
			       vwifi_hmac(hash, prf, ARRAY_SIZE(prf), block);
		memcpy(out + at, block, part);
	}
	memzero_explicit(block, sizeof(block));
	crypto_free_shash(hash);
	return err;
}

int vwifi_eapol_mic(bool sha256, const u8 *kck, const u8 *frame, size_t len, u8 *mic)
{
	const struct vwifi_siv_part whole = { frame, len };
	struct crypto_shash *hash;
	struct vwifi_crypt *crypt;
	u8 digest[VWIFI_HASH_MAX];
	int err;

	if (sha256) {
		crypt = kmalloc(sizeof(*crypt), GFP_KERNEL);
		if (!crypt)
			return -ENOMEM;
		err = vwifi_crypt_init(crypt, kck, VWIFI_KCK_LEN);
		if (!err)
			vwifi_cmac(crypt, NULL, 0, frame, len, mic);
		kfree_sensitive(crypt);
		return err;
	}
	hash = vwifi_hmac_new(false, kck, VWIFI_KCK_LEN);
	if (IS_ERR(hash))
		return PTR_ERR(hash);
	err = vwifi_hmac(hash, &whole, 1, digest);
	memcpy(mic, digest, VWIFI_EAPOL_MIC_LEN);
	crypto_free_shash(hash);
	return err;
}

int vwifi_unwrap(const u8 *kek, const u8 *wrapped, size_t len, u8 *out)
{
	size_t n = len / VWIFI_WRAP_BLOCK - 1, t;
	u8 block[AES_BLOCK_SIZE];
	vwifi_aes_key_t *aes;
	u64 whole = 0;
	int err;

	if (len % VWIFI_WRAP_BLOCK || len < 3 * VWIFI_WRAP_BLOCK)
		return -EINVAL;
	aes = kmalloc(sizeof(*aes), GFP_KERNEL);
	if (!aes)
		return -ENOMEM;
	err = vwifi_aes_preparekey(aes, kek, VWIFI_KEK_LEN);
	if (err)
		goto out;
	memcpy(block, wrapped, VWIFI_WRAP_BLOCK);
	memcpy(out, wrapped + VWIFI_WRAP_BLOCK, n * VWIFI_WRAP_BLOCK);
	for (t = 6 * n; t; t--) {
		u8 *each = out + (t - 1) % n * VWIFI_WRAP_BLOCK;

		put_unaligned_be64(get_unaligned_be64(block) ^ t, block);
		memcpy(block + VWIFI_WRAP_BLOCK, each, VWIFI_WRAP_BLOCK);
		aes_decrypt(aes, block, block);
		memcpy(each, block + VWIFI_WRAP_BLOCK, VWIFI_WRAP_BLOCK);
	}
	whole = get_unaligned_be64(block) ^ 0xa6a6a6a6a6a6a6a6ULL;
	err = whole ? -EBADMSG : 0;
	memzero_explicit(block, sizeof(block));
out:
	kfree_sensitive(aes);
	return err;
}
