import { expect, type BrowserContext, type Locator, type Page } from '@playwright/test';
import { BOT_NAME } from '../../server/protocol/limits.ts';
import { text } from '../../renderer/texts/text.ts';
import type { TestPerson } from './client.ts';
import type { Complaints } from './complaints.ts';

/** Somebody at a browser, and what they see. */
export class Visitor {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly complaints: Complaints;

  constructor(page: Page, complaints: Complaints) {
    this.page = page;
    this.context = page.context();
    this.complaints = complaints;
  }

  /** The messages of the open chat. */
  get log(): Locator {
    return this.page.getByRole('log');
  }

  /** Where messages are written. */
  get composer(): Locator {
    return this.page.getByRole('textbox', { name: /^Message to / });
  }

  /** The list of chats. */
  get chats(): Locator {
    return this.page.getByRole('navigation', { name: text('sidebar.label') });
  }

  /** Everything that the bot has said in what is shown of the open chat, oldest first. */
  get replies(): Locator {
    const heading = this.page.getByRole('heading', { name: BOT_NAME, exact: true });
    return this.log.getByRole('article').filter({ has: heading });
  }

  /** Messages, replies included, that hold this text. */
  readonly message = (content: string | RegExp): Locator => this.log.getByRole('article').filter({ hasText: content });

  /** The rows of messages that the server has and that hold this text: what is still under way has no row to act on. */
  readonly stored = (content: string | RegExp): Locator =>
    this.log.locator('[data-message]').filter({ hasText: content });

  readonly button = (name: string): Locator => this.page.getByRole('button', { name, exact: true });

  /** Chooses a way in, on the screen before the chats; it may be the one that is shown already. */
  readonly wayIn = async (way: 'name' | 'signIn' | 'register'): Promise<void> => {
    const shown = this.page.getByRole('heading', { level: 1, name: text(`${way}.title`), exact: true });
    await expect(shown.or(this.button(text(`${way}.link`))).first()).toBeVisible();
    if ((await shown.count()) === 0) await this.button(text(`${way}.link`)).click();
  };

  readonly say = async (content: string): Promise<void> => {
    await this.composer.fill(content);
    await this.composer.press('Enter');
  };

  /** Goes to a chat by its address, and waits until its messages can be there. */
  readonly open = async (chatId: number): Promise<void> => {
    await this.page.goto(`/chats/${chatId}`);
    await expect(this.button(text('composer.send'))).toBeVisible();
    await expect(this.page.getByText(text('timeline.loading'))).toHaveCount(0);
  };

  /** Says how the connection is, as at the foot of the list of chats. */
  readonly expectConnected = async (): Promise<void> => {
    // The page waits up to 15 s, at random, between two tries.
    await expect(this.page.getByText(text('connection.connected'), { exact: true })).toBeAttached({ timeout: 20_000 });
  };
}

/** Somebody at a browser who has an account. */
export class Person extends Visitor {
  readonly account: TestPerson;

  constructor(page: Page, complaints: Complaints, account: TestPerson) {
    super(page, complaints);
    this.account = account;
  }

  get username(): string {
    return this.account.username;
  }
}
