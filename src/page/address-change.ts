/** The change of the drill in the address of the page: taken from there when it is opened, and written there when somebody changes it. */
import { useEffect, useState } from 'preact/hooks';
import type { EmbeddedDrill } from '../report/html/embedded-drill.js';
import { changeText, readChange, wantedOffers, withFound, withoutAdded } from './change-text.js';
import { type EditedDrill, plainDrill } from './edited-drill.js';
import type { Catalog } from './messages.js';
import { placeIn, REST_MS, writePlace } from './page-address.js';
import type { Simulator } from './page-simulator.js';

interface ChangedAddress {
  readonly simulator: Simulator;
  readonly embedded: EmbeddedDrill;
  /** null = it is being asked for */
  readonly catalog: Catalog | null;
  readonly edited: EditedDrill;
  /** makes the change of the address that of the page */
  readonly take: (edited: EditedDrill) => void;
}

/** What is to be said of the address. */
interface AddressSaid {
  /** the address had a change that this drill cannot have */
  readonly isRefused: boolean;
  readonly dismiss: () => void;
  /** no address has the change that is shown */
  readonly isBeyondAddress: boolean;
}

/** Keeps the address and the drill in step. */
export function useAddressChange({ simulator, embedded, catalog, edited, take }: ChangedAddress): AddressSaid {
  const [awaited, setAwaited] = useState(() => placeIn(location.hash).change);
  const [isRefused, setRefused] = useState(() => awaited === null && /[#&]d=/.test(location.hash));
  const [isBeyondAddress, setBeyondAddress] = useState(false);
  useEffect(() => {
    if (catalog === null || awaited === null) return;
    const read = readChange(awaited, embedded, catalog);
    const settle = (found: EditedDrill | null): void => {
      if (found === null) setRefused(true);
      else take(found);
      setAwaited(null);
    };
    if (read === null) return settle(null);
    const wanted = wantedOffers(read);
    if (wanted.length === 0) return settle(withFound(read, []));
    simulator.ask({ kind: 'wanted', drill: plainDrill(embedded, withoutAdded(read)), wanted }, (answer) => {
      const steps = answer.kind === 'found' ? answer.steps : null;
      settle(steps === null ? null : withFound(read, steps));
    });
  }, [catalog]);
  useEffect(() => {
    if (catalog === null || awaited !== null) return;
    const told = setTimeout(() => {
      const text = changeText(embedded, edited, catalog);
      setBeyondAddress(text === null);
      writePlace({ change: text === '' ? null : text });
    }, REST_MS);
    return () => clearTimeout(told);
  }, [edited, awaited, catalog]);
  return { isRefused, dismiss: () => setRefused(false), isBeyondAddress };
}
