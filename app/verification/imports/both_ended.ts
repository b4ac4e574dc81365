/**
 * Two results once both have ended, also where one fails: what still works on a transaction must not outlive it.
 * @throws the failure of the first, else that of the second
 */
export async function bothEnded<A, B>(first: Promise<A>, second: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([first, second])
  return Promise.all([first, second])
}
