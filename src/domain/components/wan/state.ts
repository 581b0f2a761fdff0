/** The links between sites: one machine each. */
import { declareVariable } from '../../state/control-state.js';
import { WAN_LINK } from './machine.js';

export const WAN_TABLE = {
  machines: { wan: WAN_LINK },
  facts: {},
  ids: () => ({}),
  state: { link: declareVariable(['link'], WAN_LINK, { wakes: 'everybody' }) },
  work: {},
};
