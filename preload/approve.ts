/** The preload of the approval window: it may see what waits and decide it, and there is no way to ask for more. */
import { approveCallNames, approveEventNames } from "./contract/names";
import { exposeBridge } from "./expose";

exposeBridge(approveCallNames, approveEventNames);
