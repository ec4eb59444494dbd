// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * AES by the processor's own instructions (Intel SDM volume 2, AESENC), where
 * it has them and the caller may use its vector registers. The compiler uses
 * none of those in the kernel, so no asm here has to say which ones it spoils.
 */
#include "ciphers.h"

/* The self test sets it, to see to the other way, too. */
bool vwifi_aes_slow;

#ifdef CONFIG_X86_64
#include <asm/cpufeature.h>
#include <asm/fpu/api.h>

/**
 * vwifi_aes_begin - whether the processor encrypts
 *
 * If so, vwifi_aes_end() has to follow, and nobody sleeps in between.
 */
bool vwifi_aes_begin(void)
{
	if (READ_ONCE(vwifi_aes_slow) || !boot_cpu_has(X86_FEATURE_AES) || !irq_fpu_usable())
		return false;
	kernel_fpu_begin();
	return true;
}

void vwifi_aes_end(void)
{
	kernel_fpu_end();
}

/*
 * The keys of the first eleven rounds are in xmm5 to xmm15: all that a key of 128
 * bits has. One of 256 bits has four more.
 */
#define VWIFI_AES_LOAD				\
	"movdqu (%[keys]), %%xmm5\n\t"		\
	"movdqu 16(%[keys]), %%xmm6\n\t"	\
	"movdqu 32(%[keys]), %%xmm7\n\t"	\
	"movdqu 48(%[keys]), %%xmm8\n\t"	\
	"movdqu 64(%[keys]), %%xmm9\n\t"	\
	"movdqu 80(%[keys]), %%xmm10\n\t"	\
	"movdqu 96(%[keys]), %%xmm11\n\t"	\
	"movdqu 112(%[keys]), %%xmm12\n\t"	\
	"movdqu 128(%[keys]), %%xmm13\n\t"	\
	"movdqu 144(%[keys]), %%xmm14\n\t"	\
	"movdqu 160(%[keys]), %%xmm15\n\t"

/* Encrypts xmm0; spoils xmm1. */
#define VWIFI_AES_ENCRYPT			\
	"pxor %%xmm5, %%xmm0\n\t"		\
	"aesenc %%xmm6, %%xmm0\n\t"		\
	"aesenc %%xmm7, %%xmm0\n\t"		\
	"aesenc %%xmm8, %%xmm0\n\t"		\
	"aesenc %%xmm9, %%xmm0\n\t"		\
	"aesenc %%xmm10, %%xmm0\n\t"		\
	"aesenc %%xmm11, %%xmm0\n\t"		\
	"aesenc %%xmm12, %%xmm0\n\t"		\
	"aesenc %%xmm13, %%xmm0\n\t"		\
	"aesenc %%xmm14, %%xmm0\n\t"		\
	"cmpl %[length], %[size]\n\t"		\
	"je 2f\n\t"				\
	"aesenclast %%xmm15, %%xmm0\n\t"	\
	"jmp 3f\n"				\
	"2:\taesenc %%xmm15, %%xmm0\n\t"	\
	"movdqu 176(%[keys]), %%xmm1\n\t"	\
	"aesenc %%xmm1, %%xmm0\n\t"		\
	"movdqu 192(%[keys]), %%xmm1\n\t"	\
	"aesenc %%xmm1, %%xmm0\n\t"		\
	"movdqu 208(%[keys]), %%xmm1\n\t"	\
	"aesenc %%xmm1, %%xmm0\n\t"		\
	"movdqu 224(%[keys]), %%xmm1\n\t"	\
	"aesenclast %%xmm1, %%xmm0\n"		\
	"3:\t"

#define VWIFI_AES_ROUND2(key)			\
	"aesenc %%" key ", %%xmm0\n\t"		\
	"aesenc %%" key ", %%xmm1\n\t"

#define VWIFI_AES_LAST2(key)			\
	"aesenclast %%" key ", %%xmm0\n\t"	\
	"aesenclast %%" key ", %%xmm1\n"

/* Encrypts xmm0 and xmm1, each while the other one waits for its last round; spoils xmm2. */
#define VWIFI_AES_ENCRYPT2						\
	"pxor %%xmm5, %%xmm0\n\t"					\
	"pxor %%xmm5, %%xmm1\n\t"					\
	VWIFI_AES_ROUND2("xmm6") VWIFI_AES_ROUND2("xmm7")		\
	VWIFI_AES_ROUND2("xmm8") VWIFI_AES_ROUND2("xmm9")		\
	VWIFI_AES_ROUND2("xmm10") VWIFI_AES_ROUND2("xmm11")		\
	VWIFI_AES_ROUND2("xmm12") VWIFI_AES_ROUND2("xmm13")		\
	VWIFI_AES_ROUND2("xmm14")					\
	"cmpl %[length], %[size]\n\t"					\
	"je 2f\n\t"							\
	VWIFI_AES_LAST2("xmm15")					\
	"jmp 3f\n"							\
	"2:\t" VWIFI_AES_ROUND2("xmm15")				\
	"movdqu 176(%[keys]), %%xmm2\n\t" VWIFI_AES_ROUND2("xmm2")	\
	"movdqu 192(%[keys]), %%xmm2\n\t" VWIFI_AES_ROUND2("xmm2")	\
	"movdqu 208(%[keys]), %%xmm2\n\t" VWIFI_AES_ROUND2("xmm2")	\
	"movdqu 224(%[keys]), %%xmm2\n\t" VWIFI_AES_LAST2("xmm2")	\
	"3:\t"

#define VWIFI_AES_KEYS(aes) \
	[keys] "r" (vwifi_aes_schedule(aes)), [size] "r" (vwifi_aes_key_len(aes)), \
	[length] "i" (AES_KEYSIZE_256)

/* Chains whole blocks into a CBC-MAC. */
void vwifi_aes_mac(const struct aes_enckey *aes, u8 *x, const u8 *data, size_t blocks)
{
	if (!blocks)
		return;
	asm volatile(VWIFI_AES_LOAD
		     "movdqu (%[x]), %%xmm0\n"
		     "1:\tmovdqu (%[data]), %%xmm2\n\t"
		     "pxor %%xmm2, %%xmm0\n\t"
		     VWIFI_AES_ENCRYPT
		     "add $16, %[data]\n\t"
		     "dec %[blocks]\n\t"
		     "jnz 1b\n\t"
		     "movdqu %%xmm0, (%[x])"
		     : [data] "+r" (data), [blocks] "+r" (blocks)
		     : [x] "r" (x), VWIFI_AES_KEYS(aes)
		     : "memory", "cc");
}

/*
 * Counter mode over whole blocks. Only the counter's last two bytes count, from
 * the value after the one given: more than any MPDU needs.
 */
void vwifi_aes_ctr(const struct aes_enckey *aes, u8 *counter, u8 *data, size_t blocks)
{
	unsigned int swapped, count = get_unaligned_be16(counter + 14);

	if (!blocks)
		return;
	asm volatile(VWIFI_AES_LOAD
		     "movdqu (%[counter]), %%xmm3\n"
		     "1:\tinc %[count]\n\t"
		     "mov %[count], %[swapped]\n\t"
		     "rolw $8, %w[swapped]\n\t"
		     "pinsrw $7, %[swapped], %%xmm3\n\t"
		     "movdqa %%xmm3, %%xmm0\n\t"
		     VWIFI_AES_ENCRYPT
		     "movdqu (%[data]), %%xmm2\n\t"
		     "pxor %%xmm2, %%xmm0\n\t"
		     "movdqu %%xmm0, (%[data])\n\t"
		     "add $16, %[data]\n\t"
		     "dec %[blocks]\n\t"
		     "jnz 1b\n\t"
		     "movdqu %%xmm3, (%[counter])"
		     : [data] "+r" (data), [blocks] "+r" (blocks), [count] "+r" (count),
		       [swapped] "=&r" (swapped)
		     : [counter] "r" (counter), VWIFI_AES_KEYS(aes)
		     : "memory", "cc");
}

/**
 * vwifi_aes_ccm - counter mode and CBC-MAC over whole blocks in one pass
 * @aes: the key
 * @x: the MAC so far
 * @stream: what the first block is encrypted with; afterwards, what the next one is
 * @counter: that @stream was made of
 * @data: encrypted or decrypted in place
 * @blocks: how many
 * @seal: whether @data is in the clear before, or afterwards
 *
 * A CBC-MAC waits for itself: the stream of the next block costs no time beside it.
 */
void vwifi_aes_ccm(const struct aes_enckey *aes, u8 *x, u8 *stream, u8 *counter, u8 *data,
		   size_t blocks, bool seal)
{
	unsigned int swapped, count = get_unaligned_be16(counter + 14);

	if (!blocks)
		return;
	asm volatile(VWIFI_AES_LOAD
		     "movdqu (%[x]), %%xmm0\n\t"
		     "movdqu (%[stream]), %%xmm1\n\t"
		     "movdqu (%[counter]), %%xmm3\n"
		     "1:\tmovdqu (%[data]), %%xmm2\n\t"
		     "pxor %%xmm2, %%xmm1\n\t"
		     "movdqu %%xmm1, (%[data])\n\t"
		     "testl %[seal], %[seal]\n\t"
		     "jnz 4f\n\t"
		     "movdqa %%xmm1, %%xmm2\n"
		     "4:\tpxor %%xmm2, %%xmm0\n\t"
		     "inc %[count]\n\t"
		     "mov %[count], %[swapped]\n\t"
		     "rolw $8, %w[swapped]\n\t"
		     "pinsrw $7, %[swapped], %%xmm3\n\t"
		     "movdqa %%xmm3, %%xmm1\n\t"
		     VWIFI_AES_ENCRYPT2
		     "add $16, %[data]\n\t"
		     "dec %[blocks]\n\t"
		     "jnz 1b\n\t"
		     "movdqu %%xmm0, (%[x])\n\t"
		     "movdqu %%xmm1, (%[stream])\n\t"
		     "movdqu %%xmm3, (%[counter])"
		     : [data] "+r" (data), [blocks] "+r" (blocks), [count] "+r" (count),
		       [swapped] "=&r" (swapped)
		     : [x] "r" (x), [stream] "r" (stream), [counter] "r" (counter),
		       [seal] "r" ((unsigned int)seal), VWIFI_AES_KEYS(aes)
		     : "memory", "cc");
}

#else /* !CONFIG_X86_64 */

bool vwifi_aes_begin(void)
{
	return false;
}

void vwifi_aes_end(void)
{
}

void vwifi_aes_mac(const struct aes_enckey *aes, u8 *x, const u8 *data, size_t blocks)
{
}

void vwifi_aes_ctr(const struct aes_enckey *aes, u8 *counter, u8 *data, size_t blocks)
{
}

void vwifi_aes_ccm(const struct aes_enckey *aes, u8 *x, u8 *stream, u8 *counter, u8 *data,
		   size_t blocks, bool seal)
{
}

#endif
