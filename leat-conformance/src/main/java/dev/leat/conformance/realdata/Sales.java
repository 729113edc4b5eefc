package dev.leat.conformance.realdata;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What plain Java makes of the lines of a shop's invoices. */
final class Sales {
    private final Map<String, Total> byCountryAndMonth = new TreeMap<>();
    private final Map<String, Total> byCustomer = new TreeMap<>();
    private final Map<String, Total> returnsByItem = new TreeMap<>();
    private final Map<String, Total> byDayAndCountry = new TreeMap<>();
    private final Map<String, Set<String>> customersByCountry = new TreeMap<>();

    private static final class Total {
        private long lines;
        private long quantity;
        private BigDecimal amount = BigDecimal.ZERO.setScale(3);
        private String first = "";
        private String last = "";

        void add(long units, BigDecimal value, String at) {
            lines++;
            quantity += units;
            amount = amount.add(value);
            first = first.isEmpty() || at.compareTo(first) < 0 ? at : first;
            last = at.compareTo(last) > 0 ? at : last;
        }
    }

    /** A line: invoice, item, description, quantity, time, price, customer, country. */
    void add(String line) {
        List<String> values = CsvFields.of(line);
        long quantity = Long.parseLong(values.get(3));
        BigDecimal amount = new BigDecimal(values.get(5)).multiply(BigDecimal.valueOf(quantity));
        String at = values.get(4);
        String customer = values.get(6);
        String country = values.get(7);
        add(byCountryAndMonth, country + "," + at.substring(0, 7), quantity, amount, at);
        add(byDayAndCountry, at.substring(0, 10) + "," + country, quantity, amount, at);
        if (!customer.isEmpty()) {
            add(byCustomer, customer, quantity, amount, at);
            customersByCountry.computeIfAbsent(country, key -> new HashSet<>()).add(customer);
        }
        if (values.get(0).startsWith("C")) {
            add(returnsByItem, values.get(1), quantity, amount, at);
        }
    }

    private static void add(Map<String, Total> totals, String key, long quantity, BigDecimal amount, String at) {
        totals.computeIfAbsent(key, any -> new Total()).add(quantity, amount, at);
    }

    /** Country, month, revenue. */
    List<String> revenue() {
        return byCountryAndMonth.entrySet().stream()
                .map(entry -> entry.getKey() + "," + entry.getValue().amount.toPlainString())
                .toList();
    }

    /** Day, country, lines, quantity, revenue. */
    List<String> days() {
        return byDayAndCountry.entrySet().stream()
                .map(entry -> entry.getKey() + "," + entry.getValue().lines + "," + entry.getValue().quantity + ","
                        + entry.getValue().amount.toPlainString())
                .toList();
    }

    /** Customer, lines, revenue, the times of the first and the last line. */
    List<String> customers() {
        return byCustomer.entrySet().stream()
                .map(entry -> entry.getKey() + "," + entry.getValue().lines + ","
                        + entry.getValue().amount.toPlainString() + "," + entry.getValue().first + ","
                        + entry.getValue().last)
                .toList();
    }

    /** Country, customers. */
    List<String> customersOfCountries() {
        return customersByCountry.entrySet().stream()
                .map(entry -> entry.getKey() + "," + entry.getValue().size())
                .toList();
    }

    /** Item, cancelled lines, quantity, amount. */
    List<String> returns() {
        return returnsByItem.entrySet().stream()
                .map(entry -> entry.getKey() + "," + entry.getValue().lines + "," + entry.getValue().quantity + ","
                        + entry.getValue().amount.toPlainString())
                .toList();
    }
}
