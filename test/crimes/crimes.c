// SPDX-License-Identifier: MIT
/*
 * A module that commits one crime when it is loaded, to prove that the debug
 * kernel catches it. A silent detector makes every test pass.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/refcount.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/timer.h>

static char *commit = "";
module_param(commit, charp, 0444);
MODULE_PARM_DESC(commit, "which crime: bounds, free, sleep, order, timer, refcount, leak, race");

#define CRIME_SIZE 64

static DEFINE_SPINLOCK(crime_spinlock);
static DEFINE_MUTEX(crime_mutex_a);
static DEFINE_MUTEX(crime_mutex_b);

/* Keeps the compiler from seeing through the crime. */
static noinline void crime_touch(char *at)
{
	WRITE_ONCE(*at, 1);
}

static void crime_bounds(void)
{
	char *block = kmalloc(CRIME_SIZE, GFP_KERNEL);

	if (!block)
		return;
	crime_touch(block + CRIME_SIZE);
	kfree(block);
}

static void crime_free(void)
{
	char *block = kmalloc(CRIME_SIZE, GFP_KERNEL);

	kfree(block);
	OPTIMIZER_HIDE_VAR(block);
	crime_touch(block);
}

static void crime_sleep(void)
{
	spin_lock(&crime_spinlock);
	mutex_lock(&crime_mutex_a);
	mutex_unlock(&crime_mutex_a);
	spin_unlock(&crime_spinlock);
}

static void crime_order(void)
{
	mutex_lock(&crime_mutex_a);
	mutex_lock(&crime_mutex_b);
	mutex_unlock(&crime_mutex_b);
	mutex_unlock(&crime_mutex_a);

	mutex_lock(&crime_mutex_b);
	mutex_lock(&crime_mutex_a);
	mutex_unlock(&crime_mutex_a);
	mutex_unlock(&crime_mutex_b);
}

static void crime_timer_fires(struct timer_list *timer)
{
}

static void crime_timer(void)
{
	struct timer_list *timer = kzalloc(sizeof(*timer), GFP_KERNEL);

	if (!timer)
		return;
	timer_setup(timer, crime_timer_fires, 0);
	mod_timer(timer, jiffies + HZ * 3600);
	kfree(timer);
}

static void crime_refcount(void)
{
	refcount_t count;

	refcount_set(&count, 1);
	refcount_dec(&count);
	refcount_dec(&count);
}

static void crime_leak(void)
{
	char *lost = kmalloc(CRIME_SIZE * 16, GFP_KERNEL);

	OPTIMIZER_HIDE_VAR(lost);
}

#define CRIME_TURNS 1000000

struct crime_entry {
	struct list_head list;
};

static LIST_HEAD(crime_list);

/* In and out of a list that another processor does the same to, and no lock: until the kernel has warned. */
static int crime_race_thread(void *unused)
{
	struct crime_entry entry;
	unsigned int turn;

	for (turn = 0; turn < CRIME_TURNS && !test_taint(TAINT_WARN); turn++) {
		list_add(&entry.list, &crime_list);
		list_del(&entry.list);
	}
	while (!kthread_should_stop())
		schedule_timeout_interruptible(1);
	return 0;
}

static void crime_race(void)
{
	struct task_struct *threads[2];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(threads); i++) {
		threads[i] = kthread_create(crime_race_thread, NULL, "crime%u", i);
		if (IS_ERR(threads[i]))
			continue;
		kthread_bind(threads[i], i);
		wake_up_process(threads[i]);
	}
	for (i = 0; i < 100 && !test_taint(TAINT_WARN); i++)
		msleep(20);
	for (i = 0; i < ARRAY_SIZE(threads); i++)
		if (!IS_ERR(threads[i]))
			kthread_stop(threads[i]);
}

static const struct {
	const char *name;
	void (*commit)(void);
} crimes[] = {
	{ "bounds", crime_bounds }, { "free", crime_free },
	{ "sleep", crime_sleep },   { "order", crime_order },
	{ "timer", crime_timer },   { "refcount", crime_refcount },
	{ "leak", crime_leak },	    { "race", crime_race },
};

static int __init crimes_init(void)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(crimes); i++) {
		if (strcmp(crimes[i].name, commit))
			continue;
		crimes[i].commit();
		return 0;
	}
	return -EINVAL;
}

static void __exit crimes_exit(void)
{
}

module_init(crimes_init);
module_exit(crimes_exit);

MODULE_LICENSE("Dual MIT/GPL");
MODULE_DESCRIPTION("Commits crimes that a debug kernel has to catch");
