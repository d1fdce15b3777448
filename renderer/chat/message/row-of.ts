/** The row of a message in the timeline, where it is on the page. */
export const rowOf = (messageId: number): HTMLElement | null =>
  document.querySelector(`[role="log"] [data-message="${messageId}"]`);
