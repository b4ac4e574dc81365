/** Help and the operator's manual. */
export function helpScreen() {
  return {}
}
