/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/* As much of the kernel as the driver's arithmetic asks for, so that it runs as a program. */
#ifndef HOST_KERNEL_H
#define HOST_KERNEL_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int8_t s8;
typedef int16_t s16;
typedef int32_t s32;
typedef int64_t s64;

#define U32_MAX			UINT32_MAX
#define U64_MAX			UINT64_MAX
#define BIT(n)			(1UL << (n))
#define BIT_ULL(n)		(1ULL << (n))
#define ARRAY_SIZE(a)		(sizeof(a) / sizeof((a)[0]))
#define min(a, b)		((a) < (b) ? (a) : (b))
#define max(a, b)		((a) > (b) ? (a) : (b))
#define min_t(type, a, b)	min((type)(a), (type)(b))
#define clamp(v, low, high)	max(low, min(v, high))
#define ilog2(v)		(63 - __builtin_clzll(v))
#undef abs
#define abs(v)			((v) < 0 ? -(v) : (v))
#define lower_32_bits(v)	((u32)(v))
#define div64_u64(a, b)		((u64)(a) / (u64)(b))
#define div_u64(a, b)		((u64)(a) / (u32)(b))
#define div_s64(a, b)		((s64)(a) / (s32)(b))
#define DIV_ROUND_CLOSEST_ULL(a, b)	(((a) + (b) / 2) / (u32)(b))
#define DIV_ROUND_CLOSEST(a, b)	(((a) < 0 ? (a) - (b) / 2 : (a) + (b) / 2) / (b))
#define MHZ_TO_KHZ(mhz)		((mhz) * 1000)

struct rcu_head {
	void *next;
};

static inline u64 div64_u64_rem(u64 dividend, u64 divisor, u64 *rest)
{
	*rest = dividend % divisor;
	return dividend / divisor;
}

static inline u64 mul_u64_u64_div_u64(u64 a, u64 b, u64 divisor)
{
	return (unsigned __int128)a * b / divisor;
}

static inline u32 int_sqrt64(u64 value)
{
	u64 root = 0, bit;

	for (bit = 1ULL << 31; bit; bit >>= 1)
		if ((root | bit) * (root | bit) <= value)
			root |= bit;
	return root;
}

typedef struct {
	u64 key[2];
} siphash_key_t;

/* Another one than the kernel's, that spreads as well: by the finaliser of MurmurHash3. */
static inline u64 siphash_3u64(u64 a, u64 b, u64 c, const siphash_key_t *key)
{
	const u64 words[] = { key->key[0], key->key[1], a, b, c };
	u64 hash = 0;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(words); i++) {
		hash = (hash ^ words[i]) + 0x9e3779b97f4a7c15;
		hash = (hash ^ hash >> 33) * 0xff51afd7ed558ccd;
		hash = (hash ^ hash >> 33) * 0xc4ceb9fe1a85ec53;
		hash ^= hash >> 33;
	}
	return hash;
}

#endif /* HOST_KERNEL_H */
