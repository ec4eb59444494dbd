// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * AES in the modes that 802.11 uses: CCM (RFC 3610), GCM and GMAC (NIST SP
 * 800-38D), CMAC (SP 800-38B), SIV (RFC 5297). On the processor's AES where it
 * has one, else on the kernel's for one block, so that a key is a plain struct that
 * any context may use, several processors at once.
 */
#include <crypto/algapi.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "ciphers.h"

#define BLOCK	AES_BLOCK_SIZE

static void vwifi_xor_block(u8 *to, const u8 *from, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		to[i] ^= from[i];
}

/*
 * Multiples of the hash key by every polynomial of degree three, in GCM's order
 * of bits, where a shift to the right multiplies by x.
 */
static void vwifi_ghash_init(struct vwifi_ghash_key *ghash, const u8 *h)
{
	u64 high = get_unaligned_be64(h), low = get_unaligned_be64(h + 8);
	unsigned int i, j;

	memset(ghash, 0, sizeof(*ghash));
	for (i = 8; i; i >>= 1) {
		bool carry = low & 1;

		ghash->high[i] = high;
		ghash->low[i] = low;
		low = low >> 1 | high << 63;
		high = high >> 1 ^ (carry ? 0xe1ULL << 56 : 0);
	}
	for (i = 2; i < 16; i <<= 1) {
		for (j = 1; j < i; j++) {
			ghash->high[i + j] = ghash->high[i] ^ ghash->high[j];
			ghash->low[i + j] = ghash->low[i] ^ ghash->low[j];
		}
	}
}

/* What falls out at the low end comes back by the field's polynomial: four bits at once. */
static const u16 vwifi_ghash_reduce[16] = {
	0x0000, 0x1c20, 0x3840, 0x2460, 0x7080, 0x6ca0, 0x48c0, 0x54e0,
	0xe100, 0xfd20, 0xd940, 0xc560, 0x9180, 0x8da0, 0xa9c0, 0xb5e0,
};

static void vwifi_ghash_multiply(const struct vwifi_ghash_key *ghash, u8 *x)
{
	u64 high = 0, low = 0;
	int i;

	for (i = 31; i >= 0; i--) {
		u8 nibble = i & 1 ? x[i / 2] & 0xf : x[i / 2] >> 4;
		u64 reduce = vwifi_ghash_reduce[low & 0xf];

		low = low >> 4 | high << 60;
		high = high >> 4 ^ reduce << 48;
		high ^= ghash->high[nibble];
		low ^= ghash->low[nibble];
	}
	put_unaligned_be64(high, x);
	put_unaligned_be64(low, x + 8);
}

/* Takes in @data, the last block filled up with zeros; *@fill is how much of a block is there. */
static void vwifi_ghash_update(const struct vwifi_ghash_key *ghash, u8 *x, size_t *fill,
			       const u8 *data, size_t len)
{
	while (len) {
		size_t part = min(len, BLOCK - *fill);

		vwifi_xor_block(x + *fill, data, part);
		*fill += part;
		data += part;
		len -= part;
		if (*fill == BLOCK) {
			vwifi_ghash_multiply(ghash, x);
			*fill = 0;
		}
	}
}

static void vwifi_ghash_flush(const struct vwifi_ghash_key *ghash, u8 *x, size_t *fill)
{
	if (*fill)
		vwifi_ghash_multiply(ghash, x);
	*fill = 0;
}

/*
 * Counter mode, from the value after the one given. The last four bytes count;
 * with @fast only the last two, which no MPDU makes run over.
 */
static void vwifi_ctr(const struct aes_enckey *aes, bool fast, u8 *counter, u8 *data,
		      size_t len)
{
	u8 stream[BLOCK] = {};

	if (fast) {
		size_t rest = len % BLOCK;

		vwifi_aes_ctr(aes, counter, data, len / BLOCK);
		if (!rest)
			return;
		vwifi_aes_ctr(aes, counter, stream, 1);
		vwifi_xor_block(data + len - rest, stream, rest);
		return;
	}
	while (len) {
		size_t part = min_t(size_t, len, BLOCK);

		put_unaligned_be32(get_unaligned_be32(counter + 12) + 1, counter + 12);
		aes_encrypt(aes, stream, counter);
		vwifi_xor_block(data, stream, part);
		data += part;
		len -= part;
	}
}

/* Prepares an AES key of 16 or 32 bytes. */
int vwifi_crypt_init(struct vwifi_crypt *crypt, const u8 *key, size_t len)
{
	u8 h[BLOCK] = {};
	int err = aes_prepareenckey(&crypt->aes, key, len);

	if (err)
		return err;
	aes_encrypt(&crypt->aes, h, h);
	vwifi_ghash_init(&crypt->ghash, h);
	return 0;
}

/* Chains @data into a CBC-MAC, the last block filled up with zeros. */
static void vwifi_cbc_mac(const struct aes_enckey *aes, bool fast, u8 *x, const u8 *data,
			  size_t len)
{
	u8 last[BLOCK] = {};

	if (fast) {
		size_t rest = len % BLOCK;

		vwifi_aes_mac(aes, x, data, len / BLOCK);
		memcpy(last, data + len - rest, rest);
		vwifi_aes_mac(aes, x, last, !!rest);
		return;
	}
	while (len) {
		size_t part = min_t(size_t, len, BLOCK);

		vwifi_xor_block(x, data, part);
		aes_encrypt(aes, x, x);
		data += part;
		len -= part;
	}
}

/* What a MIC begins with: lengths, nonce, additional data; with two bytes of length, as 802.11 has it. */
static void vwifi_ccm_begin(const struct aes_enckey *aes, bool fast, const u8 *nonce,
			    const u8 *aad, size_t aad_len, size_t len, size_t mic_len, u8 *x)
{
	u8 head[2 * BLOCK] = {};
	size_t part = min_t(size_t, aad_len, BLOCK - 2);

	head[0] = 0x40 | (mic_len - 2) / 2 << 3 | 1;
	memcpy(head + 1, nonce, VWIFI_CCM_NONCE_LEN);
	put_unaligned_be16(len, head + 14);
	put_unaligned_be16(aad_len, head + BLOCK);
	memcpy(head + BLOCK + 2, aad, part);
	memset(x, 0, BLOCK);
	vwifi_cbc_mac(aes, fast, x, head, sizeof(head));
	vwifi_cbc_mac(aes, fast, x, aad + part, aad_len - part);
}

/* The body, by the processor's AES: in one pass. @stream: of the first block. */
static void vwifi_ccm_fast(const struct aes_enckey *aes, u8 *x, u8 *stream, u8 *counter, u8 *data,
			   size_t len, bool seal)
{
	size_t whole = len / BLOCK, rest = len % BLOCK;
	u8 *last = data + whole * BLOCK;

	vwifi_aes_ccm(aes, x, stream, counter, data, whole, seal);
	if (!seal)
		vwifi_xor_block(last, stream, rest);
	vwifi_cbc_mac(aes, true, x, last, rest);
	if (seal)
		vwifi_xor_block(last, stream, rest);
}

/* Encrypts or decrypts @data in place; @mic is what it has to be, in both cases. */
void vwifi_ccm(const struct vwifi_crypt *crypt, const u8 *nonce, const u8 *aad, size_t aad_len,
	       u8 *data, size_t len, u8 *mic, size_t mic_len, bool seal)
{
	/* Of the MIC, and of the first block. */
	u8 stream[2 * BLOCK] = {}, counter[BLOCK] = { 1 }, x[BLOCK];
	const struct aes_enckey *aes = &crypt->aes;
	bool fast = vwifi_aes_begin();

	memcpy(counter + 1, nonce, VWIFI_CCM_NONCE_LEN);
	vwifi_ccm_begin(aes, fast, nonce, aad, aad_len, len, mic_len, x);
	if (fast) {
		/* The value before 0: the last two bytes alone count. */
		put_unaligned_be16(0xffff, counter + 14);
		vwifi_aes_ctr(aes, counter, stream, 2);
		vwifi_ccm_fast(aes, x, stream + BLOCK, counter, data, len, seal);
		vwifi_aes_end();
	} else {
		aes_encrypt(aes, stream, counter);
		if (seal)
			vwifi_cbc_mac(aes, false, x, data, len);
		vwifi_ctr(aes, false, counter, data, len);
		if (!seal)
			vwifi_cbc_mac(aes, false, x, data, len);
	}
	vwifi_xor_block(x, stream, BLOCK);
	memcpy(mic, x, mic_len);
}

/*
 * The same in GCM, with additional data in two pieces. Without data it is GMAC.
 * The MIC has sixteen bytes.
 */
void vwifi_gcm(const struct vwifi_crypt *crypt, const u8 *nonce, const u8 *aad, size_t aad_len,
	       const u8 *more, size_t more_len, u8 *data, size_t len, u8 *mic, bool seal)
{
	u8 counter[BLOCK] = {}, stream[BLOCK] = {}, lengths[BLOCK], x[BLOCK] = {};
	bool fast = vwifi_aes_begin();
	size_t fill = 0;

	memcpy(counter, nonce, VWIFI_GCM_NONCE_LEN);
	counter[BLOCK - 1] = 1;
	vwifi_cbc_mac(&crypt->aes, fast, stream, counter, BLOCK);
	vwifi_ghash_update(&crypt->ghash, x, &fill, aad, aad_len);
	vwifi_ghash_update(&crypt->ghash, x, &fill, more, more_len);
	vwifi_ghash_flush(&crypt->ghash, x, &fill);
	if (seal)
		vwifi_ctr(&crypt->aes, fast, counter, data, len);
	vwifi_ghash_update(&crypt->ghash, x, &fill, data, len);
	vwifi_ghash_flush(&crypt->ghash, x, &fill);
	if (!seal)
		vwifi_ctr(&crypt->aes, fast, counter, data, len);
	if (fast)
		vwifi_aes_end();
	put_unaligned_be64((aad_len + more_len) * 8ULL, lengths);
	put_unaligned_be64(len * 8ULL, lengths + 8);
	vwifi_ghash_update(&crypt->ghash, x, &fill, lengths, BLOCK);
	vwifi_xor_block(x, stream, BLOCK);
	memcpy(mic, x, BLOCK);
}

/* Doubles in the field of CMAC, whose bits stand in the usual order. */
static void vwifi_cmac_double(u8 *x)
{
	u64 high = get_unaligned_be64(x), low = get_unaligned_be64(x + 8);

	put_unaligned_be64(high << 1 | low >> 63, x);
	put_unaligned_be64(low << 1 ^ (high >> 63 ? 0x87 : 0), x + 8);
}

/* CMAC over two pieces, as if they were one. */
void vwifi_cmac(const struct vwifi_crypt *crypt, const u8 *head, size_t head_len, const u8 *data,
		size_t len, u8 *mic)
{
	size_t total = head_len + len, at, fill = 0;
	u8 subkey[BLOCK] = {}, x[BLOCK] = {};

	for (at = 0; at < total; at++) {
		/* The last block, whole or not, is not chained but finished below. */
		if (fill == BLOCK) {
			aes_encrypt(&crypt->aes, x, x);
			fill = 0;
		}
		x[fill++] ^= at < head_len ? head[at] : data[at - head_len];
	}
	aes_encrypt(&crypt->aes, subkey, subkey);
	vwifi_cmac_double(subkey);
	if (fill < BLOCK) {
		x[fill] ^= 0x80;
		vwifi_cmac_double(subkey);
	}
	vwifi_xor_block(x, subkey, BLOCK);
	aes_encrypt(&crypt->aes, mic, x);
}

/* S2V (RFC 5297, 2.4): one value of several strings, the last of which is the plaintext. */
static void vwifi_s2v(const struct vwifi_crypt *crypt, const struct vwifi_siv_part *aad,
		      unsigned int n_aad, const u8 *data, size_t len, u8 *value)
{
	u8 d[BLOCK] = {}, last[BLOCK] = {};
	unsigned int i;

	vwifi_cmac(crypt, d, BLOCK, NULL, 0, d);
	for (i = 0; i < n_aad; i++) {
		u8 mac[BLOCK];

		vwifi_cmac_double(d);
		vwifi_cmac(crypt, aad[i].data, aad[i].len, NULL, 0, mac);
		vwifi_xor_block(d, mac, BLOCK);
	}
	if (len >= BLOCK) {
		memcpy(last, data + len - BLOCK, BLOCK);
		vwifi_xor_block(last, d, BLOCK);
		vwifi_cmac(crypt, data, len - BLOCK, last, BLOCK, value);
		return;
	}
	memcpy(last, data, len);
	last[len] = 0x80;
	vwifi_cmac_double(d);
	vwifi_xor_block(last, d, BLOCK);
	vwifi_cmac(crypt, last, BLOCK, NULL, 0, value);
}

/* Counter mode from the value on, without the bits that RFC 5297, 2.5 takes out of it. */
static void vwifi_siv_ctr(const struct vwifi_crypt *crypt, const u8 *value, u8 *data, size_t len)
{
	u8 counter[BLOCK];

	memcpy(counter, value, BLOCK);
	counter[8] &= 0x7f;
	counter[12] &= 0x7f;
	/* vwifi_ctr() begins with the value after the one given. */
	put_unaligned_be32(get_unaligned_be32(counter + 12) - 1, counter + 12);
	vwifi_ctr(&crypt->aes, false, counter, data, len);
}

/**
 * vwifi_siv - seals or opens octets in place with AES-SIV
 * @key: two AES keys, one after the other
 * @key_len: 32 or 64
 * @aad: what is authenticated as well
 * @n_aad: how many of it
 * @tag: the synthetic IV, 16 octets: written when sealing, compared when opening
 * @data: what is sealed or opened
 * @len: its octets
 * @seal: which of both
 *
 * Process context. Return: 0, -EBADMSG when the tag does not fit, -EINVAL for
 * another length of key, -ENOMEM.
 */
int vwifi_siv(const u8 *key, size_t key_len, const struct vwifi_siv_part *aad, unsigned int n_aad,
	      u8 *tag, u8 *data, size_t len, bool seal)
{
	struct vwifi_crypt *crypts;
	u8 value[BLOCK];
	int err = -EINVAL;

	if (key_len != 32 && key_len != 64)
		return -EINVAL;
	crypts = kmalloc_array(2, sizeof(*crypts), GFP_KERNEL);
	if (!crypts)
		return -ENOMEM;
	if (vwifi_crypt_init(&crypts[0], key, key_len / 2) ||
	    vwifi_crypt_init(&crypts[1], key + key_len / 2, key_len / 2))
		goto out;
	if (!seal)
		vwifi_siv_ctr(&crypts[1], tag, data, len);
	vwifi_s2v(&crypts[0], aad, n_aad, data, len, value);
	err = 0;
	if (seal) {
		memcpy(tag, value, BLOCK);
		vwifi_siv_ctr(&crypts[1], tag, data, len);
	} else if (crypto_memneq(tag, value, BLOCK)) {
		err = -EBADMSG;
	}
out:
	kfree_sensitive(crypts);
	return err;
}
