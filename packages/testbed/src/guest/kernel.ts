/** What a guest needs to know of a kernel; `@vwifi/kernel` describes its kernels so. */
export interface GuestKernel {
  readonly id: string;
  /** `stock` boots in QEMU; `uml` is a process. */
  readonly kind: 'stock' | 'uml';
  readonly release: string;
  /** uml: what it was built for; `smp` has several processors. */
  readonly variant?: string | undefined;
  /** The bootable file. */
  readonly image: string;
  /** The folder that the guest sees as /lib/modules/<release>. */
  readonly modulesDir: string;
  /** The folder of the host that is the guest's root; all of the host's files when left out. QEMU only. */
  readonly root?: string | undefined;
}
