# The tasks in metafor, all in one R process; prints one line of JSON per task.
suppressPackageStartupMessages(library(metafor))
folder <- commandArgs(trailingOnly = TRUE)[1]
data <- lapply(c("k20", "k200", "k1000", "many", "tables"), function(n) read.csv(file.path(folder, paste0(n, ".csv"))))
names(data) <- c("k20", "k200", "k1000", "many", "tables")
quiet <- function(expr) suppressWarnings(suppressMessages(expr))

timed <- function(name, runs, work) {
  value <- tryCatch(quiet(work()), error = function(e) NULL)
  if (is.null(value)) {
    cat(sprintf('{"task": "%s", "error": "failed"}\n', name))
    return(invisible())
  }
  seconds <- c()
  begin <- proc.time()[["elapsed"]]
  while (length(seconds) < runs && (length(seconds) == 0 || proc.time()[["elapsed"]] - begin < 12)) {
    start <- proc.time()
    value <- quiet(work())
    used <- proc.time() - start
    seconds <- c(seconds, used[["user.self"]] + used[["sys.self"]])
  }
  check <- if (length(value)) paste(format(value, digits = 15), collapse = ", ") else ""
  cat(sprintf('{"task": "%s", "seconds": %.9g, "runs": %d, "check": [%s]}\n', name, median(seconds), length(seconds), check))
}
# One fit is shorter than the tick of R's clock, so it is timed in bundles.
bundled <- function(name, runs, times, work) {
  value <- quiet(work())
  seconds <- replicate(runs, {
    start <- proc.time()
    for (i in seq_len(times)) quiet(work())
    used <- proc.time() - start
    (used[["user.self"]] + used[["sys.self"]]) / times
  })
  check <- paste(format(value, digits = 15), collapse = ", ")
  cat(sprintf('{"task": "%s", "seconds": %.9g, "runs": %d, "check": [%s]}\n', name, median(seconds), runs * times, check))
}

fit20 <- rma(y, v, data = data$k20)
fit200 <- rma(y, v, data = data$k200)
ml200 <- rma(y, v, data = data$k200, method = "ML")
mods20 <- rma(y, v, mods = ~ x1 + x2, data = data$k20)
parts <- split(data$many[c("y", "v")], data$many$meta)

bundled("reml_20", 9, 20, function() { f <- rma(y, v, data = data$k20); c(f$beta[1], f$tau2) })
timed("reml_1000", 5, function() { f <- rma(y, v, data = data$k1000); c(f$beta[1], f$tau2) })
timed("many_2000", 3, function() {
  f <- lapply(parts, function(d) rma(d$y, d$v, test = "knha", control = list(maxiter = 1000, stepadj = 0.5)))
  c(f[[1]]$beta[1], f[[2]]$tau2)
})
timed("leave_one_out_200", 3, function() leave1out(fit200)$estimate[1:3])
timed("influence_200", 3, function() influence(fit200)$inf$cook.d[1:3])
timed("permutation_1000", 3, function() { permutest(mods20, exact = FALSE, iter = 1000, progbar = FALSE); 0 })
timed("gosh_5000", 1, function() { gosh(fit20, subsets = 5000, progbar = FALSE); 0 })
timed("effect_sizes_100000", 9, function() escalc("OR", ai = a, bi = b, ci = c, di = d, data = data$tables)$yi[1:3])
timed("selection_200", 9, function() selmodel(ml200, type = "stepfun", steps = 0.025)$beta[1])
timed("trim_fill_200", 9, function() trimfill(fit200, estimator = "L0")$beta[1])
cat(sprintf('{"versions": {"R": "%s", "metafor": "%s", "BLAS": "%s"}}\n', getRversion(), packageVersion("metafor"), basename(extSoftVersion()[["BLAS"]])))
