import type * as Electron from 'electron';
import { ipcMain } from './ipc-main.ts';
import { createCodec } from './page/codec.ts';
import type { FromPage, ToPage } from './page/isolated-world.ts';

const codec = createCodec();

interface Sender {
  mainFrame: Electron.WebFrameMain;
  send: (channel: string, ...args: unknown[]) => void;
}

/** Hands what a page says to `ipcMain`, and an invocation's end back to the page. */
export async function dispatchCall(
  message: Exclude<FromPage, { kind: 'context-menu' }>,
  sender: Sender,
  answer: (answer: ToPage) => Promise<void>,
): Promise<void> {
  const { channel } = message;
  const args = codec.decode(message.args) as unknown[];
  const event = {
    type: 'frame',
    sender,
    senderFrame: sender.mainFrame,
    ports: [],
    reply: (reply: string, ...rest: unknown[]) => sender.send(reply, ...rest),
  };
  if (message.kind === 'send') {
    ipcMain.emit(channel, event, ...args);
    return;
  }
  const { id } = message;
  try {
    const value = await ipcMain.answer(channel, event as unknown as Electron.IpcMainInvokeEvent, args);
    await answer({ kind: 'answer', id, value: codec.encode(value) });
  } catch (error) {
    process.stderr.write(`Error occurred in handler for '${channel}': ${String(error)}\n`);
    await answer({ kind: 'failure', id, message: `Error invoking remote method '${channel}': ${String(error)}` });
  }
}
