/** Searches in the data directory that it is given, and leaves the store open: nothing may keep the process alive. */
import { openJsonStore } from '../../../server/store/json/json-store.ts';
import { createRecordedLog, newAccount, newChat, newMessage } from '../../support/records.ts';

const store = await openJsonStore(`${process.argv[2]}/ended`, { log: createRecordedLog() });
await store.addAccount(newAccount('ann'));
const { id } = await store.addChat(newChat(), [1]);
await store.addMessage(newMessage(id, 'word'));
const { messages } = await store.search({ chatIds: [id], terms: ['word'], limit: 5 });
process.stdout.write(`found ${messages.length}\n`);
