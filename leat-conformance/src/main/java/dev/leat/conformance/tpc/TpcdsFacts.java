package dev.leat.conformance.tpc;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Rows of the fact tables of TPC-DS: sales come in orders of several lines, returns refer to lines sold, and a part of
 * the customers who return to a store buy the same item from the catalog or the web afterwards.
 */
final class TpcdsFacts {
    private static final int STORE_LINES = 24_000;
    private static final int CATALOG_LINES = 14_000;
    private static final int WEB_LINES = 9_000;
    private static final int LINES_MAX = 20;
    private static final int INVENTORY_ITEMS = 100;
    private static final int INVENTORY_WEEKS = 150;
    private static final LocalDate INVENTORY_FROM = LocalDate.of(1999, 6, 6);

    private final TpcdsValues values;
    private final Map<String, List<Map<String, Object>>> tables = new HashMap<>();

    TpcdsFacts(TpcdsValues values) {
        this.values = values;
        store();
        follow("catalog", "cs", CATALOG_LINES);
        follow("web", "ws", WEB_LINES);
        inventory();
    }

    List<Map<String, Object>> rows(String table) {
        return Objects.requireNonNull(tables.get(table));
    }

    private void store() {
        List<Map<String, Object>> sales = new ArrayList<>();
        List<Map<String, Object>> returns = new ArrayList<>();
        for (int ticket = 1; sales.size() < STORE_LINES; ticket++) {
            Map<String, Object> head = new HashMap<>();
            int day = values.saleDateKey();
            head.put("ss_sold_date_sk", values.orNull(3, day));
            head.put("ss_customer_sk", values.orNull(3, values.key("customer_sk")));
            head.put("ss_store_sk", values.orNull(3, values.key("store_sk")));
            head.put("ss_hdemo_sk", values.orNull(3, values.key("hdemo_sk")));
            head.put("ss_cdemo_sk", values.orNull(3, values.key("cdemo_sk")));
            head.put("ss_addr_sk", values.orNull(3, values.key("addr_sk")));
            head.put("ss_ticket_number", ticket);
            int lines = values.between(1, LINES_MAX);
            int firstItem = values.key("item_sk");
            for (int line = 0; line < lines; line++) {
                Map<String, Object> sale = new HashMap<>(head);
                sale.put("ss_item_sk", itemOfLine(firstItem, line));
                amounts("ss", sale, false);
                sales.add(sale);
                if (values.between(1, 100) <= 12) {
                    returns.add(storeReturn(sale, day));
                }
            }
        }
        tables.put("store_sales", sales);
        tables.put("store_returns", returns);
    }

    /** An item that no other line of the order has. */
    private static int itemOfLine(int firstItem, int line) {
        return (firstItem + line * 29) % TpcdsValues.keys("item_sk") + 1;
    }

    private Map<String, Object> storeReturn(Map<String, Object> sale, int day) {
        Map<String, Object> row = new HashMap<>();
        for (String same : List.of("item_sk", "customer_sk", "store_sk", "ticket_number")) {
            row.put("sr_" + same, sale.get("ss_" + same));
        }
        row.put("sr_returned_date_sk", values.orNull(3, day + values.between(1, 130)));
        returned("sr", "ss", sale, row, "return_amt");
        return row;
    }

    private void follow(String channel, String prefix, int linesMax) {
        List<Map<String, Object>> sales = new ArrayList<>();
        List<Map<String, Object>> returns = new ArrayList<>();
        List<Map<String, Object>> origins = rows("store_returns");
        String returnPrefix = prefix.charAt(0) + "r";
        for (int order = 1; sales.size() < linesMax; order++) {
            Map<String, Object> origin = origins.get(order % origins.size());
            int day = values.saleDateKey();
            int firstItem = values.key("item_sk");
            Object customer = values.orNull(3, values.key("customer_sk"));
            if (values.between(1, 10) <= 6
                    && origin.get("sr_returned_date_sk") instanceof Integer returned
                    && origin.get("sr_item_sk") instanceof Integer item) {
                day = returned + values.between(0, 80);
                firstItem = item - 1;
                customer = Objects.requireNonNull(origin.get("sr_customer_sk"));
            }
            Map<String, Object> head = orderHead(prefix, order, day);
            head.put(prefix + "_bill_customer_sk", customer);
            int lines = values.between(1, LINES_MAX / 2);
            for (int line = 0; line < lines; line++) {
                Map<String, Object> sale = new HashMap<>(head);
                sale.put(prefix + "_item_sk", itemOfLine(firstItem, line));
                sale.put(prefix + "_warehouse_sk", values.orNull(3, values.key("warehouse_sk")));
                sale.put(prefix + "_ship_date_sk", values.orNull(3, day + values.between(1, 125)));
                amounts(prefix, sale, true);
                sales.add(sale);
                if (values.between(1, 100) <= 12) {
                    returns.add(followReturn(prefix, returnPrefix, sale, day));
                }
            }
        }
        tables.put(channel + "_sales", sales);
        tables.put(channel + "_returns", returns);
    }

    private Map<String, Object> orderHead(String prefix, int order, int day) {
        Map<String, Object> head = new HashMap<>();
        head.put(prefix + "_order_number", order);
        head.put(prefix + "_sold_date_sk", values.orNull(3, day));
        Object address = values.orNull(3, values.key("addr_sk"));
        head.put(prefix + "_bill_addr_sk", address);
        head.put(prefix + "_ship_addr_sk", values.between(1, 10) < 9 ? address : values.key("addr_sk"));
        head.put(prefix + "_ship_customer_sk", values.orNull(3, values.key("customer_sk")));
        return head;
    }

    private Map<String, Object> followReturn(String prefix, String returnPrefix, Map<String, Object> sale, int day) {
        Map<String, Object> row = new HashMap<>();
        row.put(returnPrefix + "_item_sk", sale.get(prefix + "_item_sk"));
        row.put(returnPrefix + "_order_number", sale.get(prefix + "_order_number"));
        row.put(returnPrefix + "_refunded_customer_sk", sale.get(prefix + "_bill_customer_sk"));
        row.put(returnPrefix + "_returning_customer_sk", sale.get(prefix + "_ship_customer_sk"));
        row.put(returnPrefix + "_refunded_addr_sk", sale.get(prefix + "_bill_addr_sk"));
        row.put(returnPrefix + "_returning_addr_sk", sale.get(prefix + "_ship_addr_sk"));
        Object demographics = values.orNull(3, values.key("cdemo_sk"));
        row.put(returnPrefix + "_refunded_cdemo_sk", demographics);
        row.put(returnPrefix + "_returning_cdemo_sk", demographics);
        row.put(returnPrefix + "_returned_date_sk", values.orNull(3, day + values.between(1, 130)));
        returned(returnPrefix, prefix, sale, row, prefix.equals("cs") ? "return_amount" : "return_amt");
        return row;
    }

    private void amounts(String prefix, Map<String, Object> sale, boolean shipped) {
        long quantity = values.between(1, 100);
        long wholesale = values.between(100, 10000);
        long list = wholesale * values.between(100, 200) / 100;
        long price = list * values.between(0, 100) / 100;
        long extended = price * quantity;
        long coupon = values.between(1, 5) == 1 ? extended * values.between(0, 100) / 100 : 0;
        long paid = extended - coupon;
        long tax = paid * values.between(0, 9) / 100;
        long shipping = shipped ? list * quantity * values.between(0, 50) / 100 : 0;
        put(prefix, sale, "wholesale_cost", wholesale);
        put(prefix, sale, "list_price", list);
        put(prefix, sale, "sales_price", price);
        put(prefix, sale, "ext_discount_amt", (list - price) * quantity);
        put(prefix, sale, "ext_sales_price", extended);
        put(prefix, sale, "ext_wholesale_cost", wholesale * quantity);
        put(prefix, sale, "ext_list_price", list * quantity);
        put(prefix, sale, "ext_tax", tax);
        put(prefix, sale, "coupon_amt", coupon);
        put(prefix, sale, "net_paid", paid);
        put(prefix, sale, "net_paid_inc_tax", paid + tax);
        put(prefix, sale, "net_profit", paid - wholesale * quantity);
        if (shipped) {
            put(prefix, sale, "ext_ship_cost", shipping);
            put(prefix, sale, "net_paid_inc_ship", paid + shipping);
            put(prefix, sale, "net_paid_inc_ship_tax", paid + shipping + tax);
        }
        sale.put(prefix + "_quantity", values.orNull(3, (int) quantity));
    }

    private void put(String prefix, Map<String, Object> row, String column, long cents) {
        row.put(prefix + "_" + column, values.orNull(2, TpcdsValues.cents(cents)));
    }

    private void returned(
            String prefix, String salePrefix, Map<String, Object> sale, Map<String, Object> row, String amountColumn) {
        int sold = sale.get(salePrefix + "_quantity") instanceof Integer quantity ? quantity : 1;
        int quantity = values.between(1, sold);
        long price = sale.get(salePrefix + "_sales_price") instanceof BigDecimal amount
                ? amount.unscaledValue().longValue()
                : 0;
        long amount = price * quantity;
        long refunded = amount * values.between(0, 100) / 100;
        row.put(prefix + "_return_quantity", values.orNull(3, quantity));
        put(prefix, row, amountColumn, amount);
        put(prefix, row, "return_tax", amount / 20);
        put(prefix, row, "return_amt_inc_tax", amount + amount / 20);
        put(prefix, row, "fee", values.between(50, 10000));
        put(prefix, row, "return_ship_cost", values.between(0, 20000));
        put(prefix, row, "refunded_cash", refunded);
        put(prefix, row, "reversed_charge", (amount - refunded) / 2);
        put(prefix, row, prefix.equals("wr") ? "account_credit" : "store_credit", (amount - refunded) / 2);
        put(prefix, row, "net_loss", amount / 4 + 5000);
    }

    private void inventory() {
        List<Map<String, Object>> rows = new ArrayList<>();
        int first = TpcdsValues.dateKey(INVENTORY_FROM);
        int step = TpcdsValues.keys("item_sk") / INVENTORY_ITEMS;
        for (int week = 0; week < INVENTORY_WEEKS; week++) {
            for (int item = 1; item <= INVENTORY_ITEMS; item++) {
                for (int warehouse = 1; warehouse <= 2; warehouse++) {
                    Map<String, Object> row = new HashMap<>();
                    row.put("inv_date_sk", first + 7 * week);
                    row.put("inv_item_sk", item * step);
                    row.put("inv_warehouse_sk", warehouse);
                    boolean little = values.between(1, 10) <= 7;
                    row.put(
                            "inv_quantity_on_hand",
                            values.orNull(3, little ? values.between(0, 50) : values.between(100, 1000)));
                    rows.add(row);
                }
            }
        }
        tables.put("inventory", rows);
    }
}
