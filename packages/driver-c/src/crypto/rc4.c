// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * What the old ciphers are made of: RC4, Michael, and TKIP's key mixing (IEEE
 * Std 802.11-2020, 12.3 and 12.5.2). Unsafe, and therefore worth a laboratory.
 */
#include <linux/bitops.h>
#include <linux/minmax.h>
#include <linux/string.h>

#include "ciphers.h"

void vwifi_rc4(const u8 *key, size_t key_len, u8 *data, size_t len)
{
	u8 state[256], i = 0, j = 0;
	unsigned int n;

	for (n = 0; n < sizeof(state); n++)
		state[n] = n;
	for (n = 0; n < sizeof(state); n++) {
		j += state[n] + key[n % key_len];
		swap(state[n], state[j]);
	}
	j = 0;
	while (len--) {
		j += state[++i];
		swap(state[i], state[j]);
		*data++ ^= state[(u8)(state[i] + state[j])];
	}
	memzero_explicit(state, sizeof(state));
}

struct vwifi_michael_state {
	u32 l;
	u32 r;
};

/* 12.5.2.3.3: the block function, after one word was taken in. */
static void vwifi_michael_word(struct vwifi_michael_state *m, u32 word)
{
	m->l ^= word;
	m->r ^= rol32(m->l, 17);
	m->l += m->r;
	m->r ^= (m->l & 0xff00ff00) >> 8 | (m->l & 0x00ff00ff) << 8;
	m->l += m->r;
	m->r ^= rol32(m->l, 3);
	m->l += m->r;
	m->r ^= ror32(m->l, 2);
	m->l += m->r;
}

static void vwifi_michael_finish(struct vwifi_michael_state *m, const u8 *data, size_t len, u8 *mic)
{
	u8 last[8] = {};

	for (; len >= 4; len -= 4, data += 4)
		vwifi_michael_word(m, get_unaligned_le32(data));
	memcpy(last, data, len);
	last[len] = 0x5a;
	vwifi_michael_word(m, get_unaligned_le32(last));
	vwifi_michael_word(m, 0);
	put_unaligned_le32(m->l, mic);
	put_unaligned_le32(m->r, mic + 4);
}

/* Michael over @data alone: what the standard's test vectors are for. */
void vwifi_michael_bare(const u8 *key, const u8 *data, size_t len, u8 *mic)
{
	struct vwifi_michael_state m = { get_unaligned_le32(key), get_unaligned_le32(key + 4) };

	vwifi_michael_finish(&m, data, len, mic);
}

/* Michael over an MSDU: addresses and priority go before the data. */
void vwifi_michael(const u8 *key, const u8 *da, const u8 *sa, u8 priority, const u8 *data,
		   size_t len, u8 *mic)
{
	struct vwifi_michael_state m = { get_unaligned_le32(key), get_unaligned_le32(key + 4) };

	vwifi_michael_word(&m, get_unaligned_le32(da));
	vwifi_michael_word(&m, get_unaligned_le16(da + 4) | get_unaligned_le16(sa) << 16);
	vwifi_michael_word(&m, get_unaligned_le32(sa + 2));
	vwifi_michael_word(&m, priority);
	vwifi_michael_finish(&m, data, len, mic);
}

/* The mixing's substitution stands on AES's: two and three times its value, side by side. */
static u16 vwifi_tkip_sbox(u8 index)
{
	u8 once = crypto_aes_sbox[index];
	u8 twice = once << 1 ^ (once & 0x80 ? 0x1b : 0);

	return twice << 8 | (u8)(twice ^ once);
}

static u16 vwifi_tkip_substitute(u16 value)
{
	return vwifi_tkip_sbox(value) ^ swab16(vwifi_tkip_sbox(value >> 8));
}

static u16 vwifi_tkip_word(const u8 *key, unsigned int index)
{
	return get_unaligned_le16(key + 2 * index);
}

/* 12.5.2.5: both phases, from temporal key, transmitter and sequence counter to an RC4 key. */
void vwifi_tkip_seed(const u8 *key, const u8 *ta, u64 tsc, u8 *seed)
{
	u16 low = tsc, p[6];
	unsigned int i, n;

	p[0] = tsc >> 16;
	p[1] = tsc >> 32;
	for (i = 0; i < 3; i++)
		p[2 + i] = get_unaligned_le16(ta + 2 * i);
	for (n = 0; n < 8; n++) {
		for (i = 0; i < 5; i++)
			p[i] += vwifi_tkip_substitute(p[(i + 4) % 5] ^
						      vwifi_tkip_word(key, i % 4 * 2 + (n & 1)));
		p[4] += n;
	}

	p[5] = p[4] + low;
	for (i = 0; i < 6; i++)
		p[i] += vwifi_tkip_substitute(p[(i + 5) % 6] ^ vwifi_tkip_word(key, i));
	for (i = 0; i < 6; i++)
		p[i] += ror16(p[(i + 5) % 6] ^ (i < 2 ? vwifi_tkip_word(key, 6 + i) : 0), 1);

	seed[0] = low >> 8;
	seed[1] = (low >> 8 | 0x20) & 0x7f;
	seed[2] = low;
	seed[3] = (p[5] ^ vwifi_tkip_word(key, 0)) >> 1;
	for (i = 0; i < 6; i++)
		put_unaligned_le16(p[i], seed + 4 + 2 * i);
}
