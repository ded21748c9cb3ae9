// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.dashboard;

import io.natskit.conformance.target.Programs;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Chromium without a window, driven by ChromeDriver, both as this machine has them. */
final class Browser implements AutoCloseable {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Why there is none; empty where there is one. */
    static Optional<String> missing() {
        if (chromium().isEmpty()) {
            return Optional.of("no Chromium on the PATH (expected: one of " + NAMES + ")");
        }
        return driverProgram().isEmpty() ? Optional.of("no chromedriver on the PATH") : Optional.empty();
    }

    private static Optional<Path> chromium() {
        return NAMES.stream()
                .map(name -> Programs.find("NATSKIT_CHROMIUM", name))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Path> driverProgram() {
        return Programs.find("NATSKIT_CHROMEDRIVER", "chromedriver");
    }

    static Browser open() {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium().orElseThrow().toFile());
        // a sandbox cannot be had by root; nothing but the page under test is opened
        options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(driverProgram().orElseThrow().toFile())
                .usingAnyFreePort()
                .build();
        return new Browser(new ChromeDriver(service, options));
    }

    void show(String url) {
        driver.get(url);
    }

    /** As a screen of that size shows it, in the colours that are preferred there. */
    void screen(int width, int height, String colours) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colours))));
    }

    WebElement find(String css) {
        return driver.findElement(By.cssSelector(css));
    }

    String text(String css) {
        return find(css).getText();
    }

    /** What a script answers. */
    @SuppressWarnings("unchecked") // the script is the test's own
    <T> T run(String script, Object... arguments) {
        return (T) Objects.requireNonNull(((JavascriptExecutor) driver).executeScript(script, arguments));
    }

    /** Lists ask for their rows once somebody can see them. */
    void scrollTo(String css) {
        driver.executeScript("arguments[0].scrollIntoView()", find(css));
    }

    /** What has the focus. */
    WebElement focused() {
        return driver.switchTo().activeElement();
    }

    /** What the page has written to its console, or the browser about it; each is told once. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::toString)
                .toList();
    }

    /** What axe-core finds wrong with the page for people who cannot see it, or not well; each in a line. */
    List<String> barriers() {
        try (InputStream in = Browser.class.getResourceAsStream("/axe.min.js")) {
            driver.executeScript(
                    new String(Objects.requireNonNull(in, "axe.min.js").readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Object found = driver.executeAsyncScript("const done = arguments[0];"
                + "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}).then("
                + "r => done((r.passes.length < 20 ? ['only ' + r.passes.length + ' rules were looked at'] : [])"
                + ".concat(r.violations.map(v => v.impact + ' ' + v.id + ': ' + v.help + ' '"
                + " + v.nodes.map(n => n.target.join(' ')).join(', ')))), e => done(['' + e]));");
        return ((List<?>) Objects.requireNonNull(found))
                .stream().map(String::valueOf).toList();
    }

    /** Keeps what is seen. */
    void picture(Path file) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
