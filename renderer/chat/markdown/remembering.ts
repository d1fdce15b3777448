/** `work` with its last result at hand, which only saves it work: what it answers depends on nothing but the input. */
export function remembering<Input, Result>(
  work: (input: Input, before: Result) => Result,
  first: Result,
): (input: Input) => Result {
  let last = first;
  return (input) => (last = work(input, last));
}
