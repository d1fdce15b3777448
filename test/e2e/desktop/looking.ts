import type { DesktopVisitor } from './stage.ts';

/**
 * Has somebody look at the app's window, or at something else. Playwright tells every page that it is in front, and a
 * machine for tests may have no desktop that would tell a window, so both are told here.
 */
export async function look(visitor: DesktopVisitor, at: 'app' | 'elsewhere'): Promise<void> {
  const isInFront = at === 'app';
  await visitor.desktop.app.evaluate(({ BrowserWindow }, isFocused) => {
    for (const window of BrowserWindow.getAllWindows()) window.isFocused = () => isFocused;
  }, isInFront);
  await visitor.page.evaluate((hasFocus) => {
    document.hasFocus = () => hasFocus;
    window.dispatchEvent(new Event(hasFocus ? 'focus' : 'blur'));
  }, isInFront);
}
