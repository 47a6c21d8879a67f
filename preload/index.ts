/** The preload of the big window: every call and event of the contract. */
import { callNames, eventNames } from "./contract/names";
import { exposeBridge } from "./expose";

exposeBridge(callNames, eventNames);
