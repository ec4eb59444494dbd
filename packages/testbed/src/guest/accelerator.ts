export type Accelerator = 'kvm' | 'tcg';
export async function accelerator(_program: string): Promise<Accelerator> {
  return 'tcg';
}
