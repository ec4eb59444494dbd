// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * The encryption against vectors of others: IEEE Std 802.11-2020 annex J, NIST
 * (SP 800-38B, the GCM specification), RFC 3610's kind of CCM within CCMP. Whole
 * frames are sealed, compared, opened again, and refused when one bit is wrong.
 */
#include <linux/kernel.h>

#include "ciphers.h"

#define TEST_LEN	160

struct vwifi_frame_vector {
	const char *name;
	u32 cipher;
	u8 index;
	const char *key;
	u64 pn;
	const char *header;
	const char *body;
	const char *sealed;	/* behind the header */
};

#define TK	"c97c1f67ce371185514a8a19f2bdd52f"
#define TK_256	TK "e6ab2d3f0175b0c1d9a2c84c5a3f8b71"
#define IGTK	"4ea9543e09cf2b1eca66ffc58bdecbcf"
#define IGTK_256 IGTK "e6ab2d3f0175b0c1d9a2c84c5a3f8b71"
#define DATA	"0848c32c0fd2e128a57c5030f1844408abaea5b8fcba8033"
#define QOS	"88480b000fd2e128a57c5030f18444085030f184440880330300"
#define DEAUTH	"c0000000ffffffffffff0200000000000200000000000900"
#define PACKET	"aaaa0300000008004500004e661a00008011be640a0001220affffff"
#define COUNT40	"000102030405060708090a0b0c0d0e0f10111213" \
		"1415161718191a1b1c1d1e1f2021222324252627"

/* J.1 (WEP), J.6 (CCMP, GCMP), J.9 (BIP); those of 256 bits continue them with another half of key. */
static const struct vwifi_frame_vector vwifi_frame_vectors[] = {
	{ "CCMP-128", WLAN_CIPHER_SUITE_CCMP, 0, TK, 0xb5039776e70cULL, DATA,
	  "f8ba1a55d02f85ae967bb62fb6cda8eb7e78a050",
	  "0ce70020769703b5f3d0a2fe9a3dbf2342a643e43246e80c3c04d0197845ce0b16f97623" },
	{ "CCMP-256", WLAN_CIPHER_SUITE_CCMP_256, 0, TK_256, 0xb5039776e70cULL, DATA,
	  "f8ba1a55d02f85ae967bb62fb6cda8eb7e78a050",
	  "0ce70020769703b5102f0640f0ac0d7ed519138c6e0638d7d494aead"
	  "ead906a6d4a53dc2e4ef2660885727a1" },
	{ "CCMP-128 with QoS", WLAN_CIPHER_SUITE_CCMP, 1, TK, 0x00895f5f2b08ULL, QOS, COUNT40,
	  "082b00605f5f8900cb598d22b36ab40647fe4879974ef37ad65c710b96e0a53c093b80e39e0490d9"
	  "4820c98a208f6527ef08dc43306deced" },
	{ "CCMP-128 of a deauthentication", WLAN_CIPHER_SUITE_CCMP, 0,
	  "66ed21042f9f26d7115706e40414cf2e", 1, "c00800000200000001000200000000000200000001006000",
	  "0200", "01000020000000001d073be399d0d86927b8" },
	{ "GCMP-128", WLAN_CIPHER_SUITE_GCMP, 0, TK, 0x00895f5f2b08ULL, QOS, COUNT40,
	  "082b00205f5f890060e9700cc4d40ac6d288b201c38f5bf08b807442640a1596e5dbdad41d1f3623"
	  "f45d7a12db7afb23def619c2a374b6df66ffa53b6c69d79e" },
	{ "GCMP-256", WLAN_CIPHER_SUITE_GCMP_256, 0, TK_256, 0x00895f5f2b08ULL, QOS, COUNT40,
	  "082b00205f5f8900265c1aafc51b19ee766ac5a8762d29ace1352e4c80312e02b9659f2feb3d1d02"
	  "605907a1528c329e40541a8b0ecf381b3142e681f7b07d5a" },
	{ "BIP-CMAC-128", WLAN_CIPHER_SUITE_AES_CMAC, 4, IGTK, 4, DEAUTH, "0200",
	  "02004c10040004000000000048dfbfa7b8278872" },
	{ "BIP-CMAC-256", WLAN_CIPHER_SUITE_BIP_CMAC_256, 4, IGTK_256, 4, DEAUTH, "0200",
	  "02004c1804000400000000000dec92b02f4a2b2dc86684cb3e247ce4" },
	{ "BIP-GMAC-128", WLAN_CIPHER_SUITE_BIP_GMAC_128, 4, IGTK, 4, DEAUTH, "0200",
	  "02004c1804000400000000003ed862fb0f3338dd3386c897e2ed053d" },
	{ "BIP-GMAC-256", WLAN_CIPHER_SUITE_BIP_GMAC_256, 4, IGTK_256, 4, DEAUTH, "0200",
	  "02004c180400040000000000319753c8d41a28b7f98f169264adecd7" },
	{ "WEP-40", WLAN_CIPHER_SUITE_WEP40, 2, "3031323334", 0xfb029e, DATA, PACKET,
	  "fb029e80f69c5806bd6ce84626bcbefb9474650aad1f7909b0f64d5f58a503a295da75e4" },
	{ "WEP-104", WLAN_CIPHER_SUITE_WEP104, 0, "30313233343536373839616263", 0x010203, DATA,
	  PACKET, "01020300345c2855a8f273b04a8c3dc4703bfc1703e1099e154beaed47c0333b743bac99" },
	{ "TKIP", WLAN_CIPHER_SUITE_TKIP, 0,
	  "000102030405060708090a0b0c0d0e0f" "0011223344556677" "0011223344556677", 0,
	  "08422c00020304050608102233445566020304050607d002", PACKET,
	  "0020002000000000a4c398d73b8f37c5209590eb26b8d32d19426fc2a70cdc7b5ee18015a266d528"
	  "14889c881169c96c" },
};

/* SP 800-38B, D.1 and D.3; the GCM specification, test cases 4 and 16. */
#define CMAC_KEY	"2b7e151628aed2a6abf7158809cf4f3c"
#define CMAC_KEY_256	"603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4"
#define CMAC_TEXT	"6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51" \
			"30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710"
#define GCM_NONCE	"cafebabefacedbaddecaf888"
#define GCM_AAD		"feedfacedeadbeeffeedfacedeadbeefabaddad2"
#define GCM_TEXT	"d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72" \
			"1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"

/* RFC 5297, A.1 and A.2: what is authenticated as well; plaintext; tag and ciphertext. */
static const struct vwifi_siv_vector {
	const char *key;
	const char *aad[3];
	const char *text;
	const char *sealed;
} vwifi_siv_vectors[] = {
	{ "fffefdfcfbfaf9f8f7f6f5f4f3f2f1f0f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff",
	  { "101112131415161718191a1b1c1d1e1f2021222324252627" },
	  "112233445566778899aabbccddee",
	  "85632d07c6e8f37f950acd320a2ecc9340c02b9690c4dc04daef7f6afe5c" },
	{ "7f7e7d7c7b7a79787776757473727170404142434445464748494a4b4c4d4e4f",
	  { "00112233445566778899aabbccddeeffdeaddadadeaddadaffeeddccbbaa99887766554433221100",
	    "102030405060708090a0", "09f911029d74e35bd84156c5635688c0" },
	  "7468697320697320736f6d6520706c61696e7465787420746f20656e6372797074207573696e67205349562d414553",
	  "7bdb6e3b432667eb06f4d14bff2fbd0f"
	  "cb900f2fddbe404326601965c889bf17dba77ceb094fa663b7a3f748ba8af829ea64ad544a272e9c485b62a3fd5c0d" },
};

struct vwifi_mac_vector {
	const char *key;
	size_t len;
	const char *mac;
};

static const struct vwifi_mac_vector vwifi_cmac_vectors[] = {
	{ CMAC_KEY, 0, "bb1d6929e95937287fa37d129b756746" },
	{ CMAC_KEY, 16, "070a16b46b4d4144f79bdd9dd04a287c" },
	{ CMAC_KEY, 40, "dfa66747de9ae63030ca32611497c827" },
	{ CMAC_KEY, 64, "51f0bebf7e3b9d92fc49741779363cfe" },
	{ CMAC_KEY_256, 0, "028962f61b7bf89efc6b551f4667d983" },
	{ CMAC_KEY_256, 40, "aaf3d8f1de5640c232f5b169b9c911e6" },
};

static const struct vwifi_mac_vector vwifi_gcm_vectors[] = {
	{ "feffe9928665731c6d6a8f9467308308", 60,
	  "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e"
	  "21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091"
	  "5bc94fbc3221a5db94fae95ae7121a47" },
	{ "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308", 60,
	  "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
	  "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
	  "76fc6ece0f4e1768cddf8853bb2d551b" },
};

/* J.5.1: each result is the next one's key. */
static const char * const vwifi_michael_texts[] = { "", "M", "Mi", "Mic", "Mich", "Michael" };
static const char * const vwifi_michael_macs[] = {
	"82925c1ca1d130b8", "434721ca40639b3f", "e8f9becae97e5d29",
	"90038fc6cf13c1db", "d55e100510128986", "0a942b124ecaa546",
};

/* J.7: key 00 to 0f, transmitter 10:22:33:44:55:66. */
struct vwifi_mix_vector {
	u64 tsc;
	const char *seed;
};

static const struct vwifi_mix_vector vwifi_mix_vectors[] = {
	{ 0, "00200033ea8d2f60ca6d1374234a660b" },
	{ 1, "00200190ffdc314389a9d9d074fd20aa" },
};

/* Turns hexadecimal into bytes; with @corrupt the first bit comes out wrong. Returns their number. */
static size_t vwifi_test_bytes(u8 *to, const char *hex, bool corrupt)
{
	size_t len = strlen(hex) / 2;

	if (len > TEST_LEN || hex2bin(to, hex, len))
		return 0;
	if (corrupt)
		to[0] ^= 0x80;
	return len;
}

static int vwifi_test_failed(const char *name, const char *what)
{
	pr_err("self test: %s: %s\n", name, what);
	return 1;
}

/* A changed frame has to be refused, whichever byte behind the header's first two changed. */
static bool vwifi_test_refuses(const struct vwifi_key *key, const struct sk_buff *sealed, size_t at)
{
	struct sk_buff *copy = skb_copy(sealed, GFP_KERNEL);
	bool refused;
	u64 pn;

	if (!copy)
		return false;
	copy->data[at] ^= 1;
	refused = vwifi_crypto_open(key, copy, &pn);
	kfree_skb(copy);
	return refused;
}

static int vwifi_test_sealed(const struct vwifi_frame_vector *vector, const struct vwifi_key *key,
			     struct sk_buff *mpdu, const u8 *clear, size_t clear_len, bool corrupt)
{
	size_t hdr_len = strlen(vector->header) / 2, sealed_len;
	u8 sealed[TEST_LEN];
	u64 pn = 0;

	if (vwifi_crypto_seal(key, vector->pn, mpdu))
		return vwifi_test_failed(vector->name, "is not sealed");
	sealed_len = vwifi_test_bytes(sealed, vector->sealed, corrupt);
	if (!sealed_len || mpdu->len != hdr_len + sealed_len ||
	    memcmp(mpdu->data + hdr_len, sealed, sealed_len))
		return vwifi_test_failed(vector->name, "seals to other bytes");
	if (vwifi_crypto_peek(key->cipher, mpdu->data, mpdu->len, &pn) != vector->index ||
	    pn != vector->pn)
		return vwifi_test_failed(vector->name, "names another key or packet number");
	if (!vwifi_test_refuses(key, mpdu, mpdu->len - 1) ||
	    !vwifi_test_refuses(key, mpdu, mpdu->len - sealed_len / 2))
		return vwifi_test_failed(vector->name, "opens although a byte is wrong");
	if (vwifi_crypto_open(key, mpdu, &pn) || pn != vector->pn)
		return vwifi_test_failed(vector->name, "does not open");
	if (mpdu->len != clear_len || memcmp(mpdu->data, clear, clear_len))
		return vwifi_test_failed(vector->name, "opens to other bytes");
	return 0;
}

static int vwifi_test_frame(const struct vwifi_frame_vector *vector, bool corrupt)
{
	struct vwifi_key key = { .cipher = vector->cipher, .index = vector->index };
	u8 clear[2 * TEST_LEN];
	size_t clear_len;
	struct sk_buff *mpdu;
	int failed;

	key.len = vwifi_test_bytes(key.material, vector->key, false);
	if (vwifi_crypto_prepare(&key))
		return vwifi_test_failed(vector->name, "its key cannot be used");
	clear_len = vwifi_test_bytes(clear, vector->header, false);
	clear[1] &= ~0x40;
	clear_len += vwifi_test_bytes(clear + clear_len, vector->body, false);

	mpdu = alloc_skb(VWIFI_CRYPTO_MAX_HEAD + clear_len + VWIFI_CRYPTO_MAX_TAIL, GFP_KERNEL);
	if (mpdu) {
		skb_reserve(mpdu, VWIFI_CRYPTO_MAX_HEAD);
		skb_put_data(mpdu, clear, clear_len);
		failed = vwifi_test_sealed(vector, &key, mpdu, clear, clear_len, corrupt);
		kfree_skb(mpdu);
	} else {
		failed = vwifi_test_failed(vector->name, "out of memory");
	}
	vwifi_crypto_release(&key);
	return failed;
}

static int vwifi_test_mac(const struct vwifi_mac_vector *vector, bool gcm, bool corrupt)
{
	u8 text[TEST_LEN], want[TEST_LEN], aad[32], nonce[16], key[32], mac[16];
	struct vwifi_crypt *crypt = kmalloc(sizeof(*crypt), GFP_KERNEL);
	size_t want_len = vwifi_test_bytes(want, vector->mac, corrupt);
	int failed = 0;

	if (!crypt || vwifi_crypt_init(crypt, key, vwifi_test_bytes(key, vector->key, false))) {
		failed = vwifi_test_failed("AES", "no key");
	} else if (gcm) {
		vwifi_test_bytes(text, GCM_TEXT, false);
		vwifi_test_bytes(nonce, GCM_NONCE, false);
		vwifi_gcm(crypt, nonce, aad, vwifi_test_bytes(aad, GCM_AAD, false), NULL, 0, text,
			  vector->len, mac, true);
		if (memcmp(text, want, vector->len) ||
		    memcmp(mac, want + vector->len, want_len - vector->len))
			failed = vwifi_test_failed("GCM", "other bytes than NIST's");
	} else {
		vwifi_test_bytes(text, CMAC_TEXT, false);
		/* In two pieces, to see that they are chained as one. */
		vwifi_cmac(crypt, text, vector->len / 3, text + vector->len / 3,
			   vector->len - vector->len / 3, mac);
		if (memcmp(mac, want, want_len))
			failed = vwifi_test_failed("CMAC", "other bytes than NIST's");
	}
	kfree_sensitive(crypt);
	return failed;
}

static int vwifi_test_siv(const struct vwifi_siv_vector *vector, bool corrupt)
{
	u8 key[32], aad[3][40], text[64], got[64], want[80], tag[VWIFI_SIV_TAG_LEN];
	struct vwifi_siv_part parts[ARRAY_SIZE(aad)];
	size_t len = vwifi_test_bytes(text, vector->text, false);
	unsigned int n;

	vwifi_test_bytes(key, vector->key, false);
	vwifi_test_bytes(want, vector->sealed, corrupt);
	for (n = 0; n < ARRAY_SIZE(aad) && vector->aad[n]; n++) {
		parts[n].data = aad[n];
		parts[n].len = vwifi_test_bytes(aad[n], vector->aad[n], false);
	}
	memcpy(got, text, len);
	if (vwifi_siv(key, sizeof(key), parts, n, tag, got, len, true) ||
	    memcmp(tag, want, sizeof(tag)) || memcmp(got, want + sizeof(tag), len))
		return vwifi_test_failed("SIV", "other bytes than the RFC's");
	if (vwifi_siv(key, sizeof(key), parts, n, tag, got, len, false) || memcmp(got, text, len))
		return vwifi_test_failed("SIV", "what was sealed does not open");
	tag[0] ^= 1;
	if (vwifi_siv(key, sizeof(key), parts, n, tag, got, len, false) != -EBADMSG)
		return vwifi_test_failed("SIV", "another tag opens");
	return 0;
}

static int vwifi_test_tkip(bool corrupt)
{
	u8 key[16] = {}, want[16], got[16];
	static const u8 ta[ETH_ALEN] = { 0x10, 0x22, 0x33, 0x44, 0x55, 0x66 };
	unsigned int i;
	int failed = 0;

	for (i = 0; i < ARRAY_SIZE(vwifi_michael_texts); i++) {
		const char *text = vwifi_michael_texts[i];

		vwifi_michael_bare(key, text, strlen(text), got);
		vwifi_test_bytes(want, vwifi_michael_macs[i], corrupt);
		if (memcmp(got, want, VWIFI_MICHAEL_LEN))
			failed += vwifi_test_failed("Michael", "another MIC");
		memcpy(key, got, VWIFI_MICHAEL_LEN);
	}
	for (i = 0; i < sizeof(key); i++)
		key[i] = i;
	for (i = 0; i < ARRAY_SIZE(vwifi_mix_vectors); i++) {
		vwifi_tkip_seed(key, ta, vwifi_mix_vectors[i].tsc, got);
		vwifi_test_bytes(want, vwifi_mix_vectors[i].seed, corrupt);
		if (memcmp(got, want, VWIFI_TKIP_SEED_LEN))
			failed += vwifi_test_failed("TKIP key mixing", "another RC4 key");
	}
	return failed;
}

/*
 * IVs of a WEP key rise without a weak one (the second octet ff, the first one from 3
 * on, as many as the key has), and none is left out but those.
 */
static int vwifi_test_wep_ivs(bool corrupt)
{
	struct vwifi_key key = { .cipher = WLAN_CIPHER_SUITE_WEP40, .len = 5 };
	u32 end = (3 + key.len + 1) << 16, iv = 0, last = 0, left_out = 0;
	u64 n;

	for (n = 1; iv < end; n++, last = iv) {
		u8 first;

		iv = vwifi_wep_iv(&key, n);
		first = iv >> 16;
		if (iv <= last || ((iv & 0xff00) == 0xff00 && first >= 3 && first < 3 + key.len))
			return 1;
		left_out += iv - last - 1;
	}
	return left_out != (key.len << 8) - corrupt;
}

/* The PRF of annex J.3 and, of the same, what Python's hmac makes of the KDF's definition. */
static const struct {
	bool sha256;
	const char *made;
} vwifi_derive_vectors[] = {
	{ false,
	  "bcd4c650b30b9684951829e0d75f9d54b862175ed9f00606e17d8da35402ffee"
	  "75df78c3d31e0f889f012120c0862beb67753e7439ae242edb8373698356cf5a" },
	{ true,
	  "2c17ade296202f31b10aa704bfbb81e3da940c1bb961248dd02a0a37449676c5"
	  "57d8a94e53f2d9e281469cd3daf7949ce045a9a4b80f1436876cbb507ea9c266" },
};

/* RFC 3394, 4.1. */
#define WRAP_KEK	"000102030405060708090a0b0c0d0e0f"
#define WRAP_KEY	"00112233445566778899aabbccddeeff"
#define WRAPPED		"1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5"

/* What handshakes are made of: three checks. */
static int vwifi_test_handshake(bool corrupt)
{
	u8 key[20], want[64], got[64], wrapped[24], kek[VWIFI_KEK_LEN];
	size_t len = vwifi_test_bytes(wrapped, WRAPPED, false);
	unsigned int i;
	int failed = 0;

	memset(key, 0x0b, sizeof(key));
	for (i = 0; i < ARRAY_SIZE(vwifi_derive_vectors); i++) {
		vwifi_test_bytes(want, vwifi_derive_vectors[i].made, corrupt);
		if (vwifi_derive(vwifi_derive_vectors[i].sha256, key, sizeof(key), "prefix", "Hi There", 8, got,
				 sizeof(got)) ||
		    memcmp(got, want, sizeof(want)))
			failed += vwifi_test_failed("derivation of keys", "other bytes than the standard's");
	}
	vwifi_test_bytes(kek, WRAP_KEK, false);
	vwifi_test_bytes(want, WRAP_KEY, corrupt);
	if (vwifi_unwrap(kek, wrapped, len, got) || memcmp(got, want, len - 8))
		return failed + vwifi_test_failed("key wrap", "other bytes than the RFC's");
	wrapped[len - 1] ^= 1;
	if (vwifi_unwrap(kek, wrapped, len, got) != -EBADMSG)
		return failed + vwifi_test_failed("key wrap", "what is not one opens");
	return failed;
}

static unsigned int vwifi_test_vectors(bool corrupt)
{
	unsigned int i, failed = vwifi_test_tkip(corrupt) + vwifi_test_wep_ivs(corrupt) +
			       vwifi_test_handshake(corrupt);

	for (i = 0; i < ARRAY_SIZE(vwifi_frame_vectors); i++)
		failed += vwifi_test_frame(&vwifi_frame_vectors[i], corrupt);
	for (i = 0; i < ARRAY_SIZE(vwifi_cmac_vectors); i++)
		failed += vwifi_test_mac(&vwifi_cmac_vectors[i], false, corrupt);
	for (i = 0; i < ARRAY_SIZE(vwifi_gcm_vectors); i++)
		failed += vwifi_test_mac(&vwifi_gcm_vectors[i], true, corrupt);
	for (i = 0; i < ARRAY_SIZE(vwifi_siv_vectors); i++)
		failed += vwifi_test_siv(&vwifi_siv_vectors[i], corrupt);
	return failed;
}

/*
 * With @corrupt every expectation has a wrong bit, so that everything has to fail.
 * Everything is checked twice: without the processor's AES, and as it comes.
 */
int vwifi_crypto_test(bool corrupt)
{
	unsigned int failed, checks = ARRAY_SIZE(vwifi_frame_vectors) +
				      ARRAY_SIZE(vwifi_cmac_vectors) +
				      ARRAY_SIZE(vwifi_gcm_vectors) +
				      ARRAY_SIZE(vwifi_michael_macs) +
				      ARRAY_SIZE(vwifi_mix_vectors) +
				      ARRAY_SIZE(vwifi_siv_vectors) +
				      ARRAY_SIZE(vwifi_derive_vectors) +
				      2;	/* WEP's IVs, the key wrap */

	WRITE_ONCE(vwifi_aes_slow, true);
	failed = vwifi_test_vectors(corrupt);
	WRITE_ONCE(vwifi_aes_slow, false);
	failed += vwifi_test_vectors(corrupt);
	checks *= 2;
	pr_info("self test: %u of %u vectors of encryption passed\n", checks - failed, checks);
	return failed;
}
