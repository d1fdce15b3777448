import type { DeliveryProblem } from '../../../server/protocol/webhooks.ts';
import { text } from '../../texts/text.ts';

/** Why a delivery has not arrived, in a sentence. */
export const problemText = (problem: DeliveryProblem): string => text(`delivery.problem.${problem}`);
