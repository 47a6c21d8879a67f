/** Both curve backends, for tests that must hold on each. The native one is required: these tests run on linux-x64. */
import type { Curve } from "../../main/signer/curve";
import { createNativeCurve } from "../../main/signer/curveNative";
import { createPortableCurve } from "../../main/signer/curvePortable";
import { loadNativeBinding } from "../../main/thread/nativeCurve";

const native = loadNativeBinding();
if (!native.ok) throw new Error(`the native curve is not available: ${native.reason}`);

export const nativeCurve: Curve = createNativeCurve(native.binding);
export const portableCurve: Curve = createPortableCurve();
export const curves: readonly Curve[] = [nativeCurve, portableCurve];
