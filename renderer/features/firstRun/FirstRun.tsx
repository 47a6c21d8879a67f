/** The way to a seed: welcome, then a new one or a restored one. */
import { useState } from "react";
import { NewSeed } from "./NewSeed";
import { RestoreSeed } from "./RestoreSeed";
import { Welcome } from "./Welcome";

export function FirstRun() {
  const [step, setStep] = useState<"welcome" | "new" | "restore">("welcome");
  const back = () => setStep("welcome");
  switch (step) {
    case "welcome":
      return <Welcome onCreate={() => setStep("new")} onRestore={() => setStep("restore")} />;
    case "new":
      return <NewSeed onBack={back} />;
    case "restore":
      return <RestoreSeed onBack={back} />;
  }
}
