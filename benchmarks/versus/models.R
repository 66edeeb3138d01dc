# The tasks of models.py that metafor can do; one JSON line per task.
suppressMessages(library(metafor))
folder <- commandArgs(TRUE)[1]
timed <- function(task, work, runs) {
  value <- work()
  seconds <- replicate(runs, sum(system.time(work())[1:2]))
  cat(sprintf('{"task": "%s", "seconds": %.6f, "value": %.12g, "runs": %d}\n', task, median(seconds), value, runs))
}
three <- function(name, runs) {
  d <- read.csv(file.path(folder, paste0(name, ".csv")))
  timed(name, function() rma.mv(y, v, random = ~ 1 | study / effect, data = d, sparse = TRUE)$beta[1], runs)
}
three("three_level_1000", 3)
r <- read.csv(file.path(folder, "rare.csv"))
timed("rare_UM.FS", function() suppressWarnings(rma.glmm(measure = "OR", ai = e1, n1i = n1, ci = e2, n2i = n2, data = r, model = "UM.FS"))$beta[1], 1)
three("three_level_5000", 1)
