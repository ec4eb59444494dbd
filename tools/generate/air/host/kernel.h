/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/* As much of the kernel as the driver's arithmetic asks for, so that it runs as a program. */
#ifndef HOST_KERNEL_H
#define HOST_KERNEL_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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
#define lower_32_bits(v)	((u32)(v))
#define div64_u64(a, b)		((u64)(a) / (u64)(b))
#define div_s64(a, b)		((s64)(a) / (s32)(b))
#define DIV_ROUND_CLOSEST_ULL(a, b)	(((a) + (b) / 2) / (u32)(b))
#define DIV_ROUND_CLOSEST(a, b)	(((a) < 0 ? (a) - (b) / 2 : (a) + (b) / 2) / (b))
#define MHZ_TO_KHZ(mhz)		((mhz) * 1000)

#endif /* HOST_KERNEL_H */
