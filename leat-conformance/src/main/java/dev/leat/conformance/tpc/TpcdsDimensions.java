package dev.leat.conformance.tpc;

import java.time.LocalDate;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Rows of the 17 dimension tables of TPC-DS. What a method does not set is drawn by {@link TpcdsValues}. */
final class TpcdsDimensions {
    private static final LocalDate FIRST_DAY = LocalDate.of(1997, 1, 1);
    private static final LocalDate LAST_DAY = LocalDate.of(2004, 12, 31);
    private static final List<String> EDUCATION =
            List.of("Primary", "Secondary", "College", "2 yr Degree", "4 yr Degree", "Advanced Degree", "Unknown");
    private static final List<String> BUY_POTENTIAL =
            List.of("0-500", "501-1000", "1001-5000", "5001-10000", ">10000", "Unknown");

    /** Some that the queries ask for. */
    private static final List<String> ZIPS = List.of(
            "85669", "86197", "88274", "83405", "86475", "85392", "85460", "80348", "81792", "24128", "76232", "65084",
            "87816", "83926", "77556", "20548", "26231", "43848", "15126", "91137");

    private static final Map<String, Integer> COUNTS = Map.ofEntries(
            Map.entry("call_center", 6),
            Map.entry("catalog_page", 500),
            Map.entry("customer", 1000),
            Map.entry("customer_address", 1000),
            Map.entry("customer_demographics", 1960),
            Map.entry("date_dim", (int) ChronoUnit.DAYS.between(FIRST_DAY, LAST_DAY) + 1),
            Map.entry("household_demographics", 7200),
            Map.entry("income_band", 20),
            Map.entry("item", 600),
            Map.entry("promotion", 30),
            Map.entry("reason", 35),
            Map.entry("ship_mode", 20),
            Map.entry("store", 12),
            Map.entry("time_dim", 86400),
            Map.entry("warehouse", 5),
            Map.entry("web_page", 60),
            Map.entry("web_site", 12));

    private final TpcdsValues values;

    TpcdsDimensions(TpcdsValues values) {
        this.values = values;
    }

    static boolean has(String table) {
        return COUNTS.containsKey(table);
    }

    static int count(String table) {
        return Objects.requireNonNull(COUNTS.get(table));
    }

    /** The values that the table fixes for its row of this index; the first column is the key. */
    Map<String, Object> row(String table, String keyColumn, int index) {
        Map<String, Object> row = new HashMap<>();
        row.put(keyColumn, index + 1);
        switch (table) {
            case "date_dim" -> date(row, FIRST_DAY.plusDays(index));
            case "time_dim" -> time(row, index);
            case "customer_demographics" -> customerDemographics(row, index);
            case "household_demographics" -> householdDemographics(row, index);
            case "income_band" -> {
                row.put("ib_lower_bound", index == 0 ? 0 : index * 10000 + 1);
                row.put("ib_upper_bound", (index + 1) * 10000);
            }
            case "reason" -> row.put("r_reason_desc", "reason " + (index + 1));
            case "store" -> {
                row.put("s_state", values.between(1, 10) < 9 ? "TN" : "OH");
                row.put("s_number_employees", values.between(200, 300));
                row.put("s_gmt_offset", TpcdsValues.cents(-500));
                if (index % 2 == 0) {
                    row.put("s_county", "Williamson County");
                }
            }
            case "customer_address" -> {
                row.put("ca_country", values.orNull(2, "United States"));
                row.put("ca_zip", values.orNull(2, values.oneOf(ZIPS)));
            }
            case "customer" -> {
                row.put("c_current_addr_sk", values.key("addr_sk"));
                row.put("c_birth_month", values.orNull(2, values.between(1, 12)));
                row.put("c_birth_country", values.oneOf(List.of("UNITED STATES", "CHILE", "GREECE", "TOGO")));
            }
            case "item" -> {
                int wholesale = values.between(10, 5000);
                row.put("i_wholesale_cost", TpcdsValues.cents(wholesale));
                row.put("i_current_price", TpcdsValues.cents(price()));
                row.put("i_product_name", "product " + index);
                row.put("i_manufact", "manufact " + values.between(1, 40));
            }
            default -> {}
        }
        return row;
    }

    /** In cents; half of the prices lie in the ranges that queries ask for. */
    private int price() {
        return switch (values.between(1, 6)) {
            case 1 -> values.between(99, 149);
            case 2, 3 -> values.between(6200, 9800);
            default -> values.between(20, 10000);
        };
    }

    private static void date(Map<String, Object> row, LocalDate day) {
        int dayOfWeek = day.getDayOfWeek().getValue() % 7;
        int quarter = (day.getMonthValue() + 2) / 3;
        int months = (day.getYear() - 1900) * 12 + day.getMonthValue() - 1;
        int quarters = (day.getYear() - 1900) * 4 + quarter;
        int weeks = (int) ((day.toEpochDay() + 25568) / 7) + 1;
        row.put("d_date_sk", TpcdsValues.dateKey(day));
        row.put("d_date_id", TpcdsValues.businessKey(TpcdsValues.dateKey(day)));
        row.put("d_date", day);
        row.put("d_month_seq", months);
        row.put("d_week_seq", weeks);
        row.put("d_quarter_seq", quarters);
        row.put("d_year", day.getYear());
        row.put("d_dow", dayOfWeek);
        row.put("d_moy", day.getMonthValue());
        row.put("d_dom", day.getDayOfMonth());
        row.put("d_qoy", quarter);
        row.put("d_fy_year", day.getYear());
        row.put("d_fy_quarter_seq", quarters);
        row.put("d_fy_week_seq", weeks);
        row.put("d_day_name", day.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.US));
        row.put("d_quarter_name", day.getYear() + "Q" + quarter);
        row.put("d_holiday", day.getDayOfYear() == 1 ? "Y" : "N");
        row.put("d_weekend", dayOfWeek == 0 || dayOfWeek == 6 ? "Y" : "N");
        row.put("d_following_holiday", day.getDayOfYear() == 2 ? "Y" : "N");
        row.put("d_first_dom", TpcdsValues.dateKey(day.withDayOfMonth(1)));
        row.put("d_last_dom", TpcdsValues.dateKey(day.withDayOfMonth(day.lengthOfMonth())));
        row.put("d_same_day_ly", TpcdsValues.dateKey(day.minusYears(1)));
        row.put("d_same_day_lq", TpcdsValues.dateKey(day.minusMonths(3)));
        for (String unit : List.of("day", "week", "month", "quarter", "year")) {
            row.put("d_current_" + unit, "N");
        }
    }

    private static void time(Map<String, Object> row, int second) {
        int hour = second / 3600;
        row.put("t_time_sk", second);
        row.put("t_time_id", TpcdsValues.businessKey(second));
        row.put("t_time", second);
        row.put("t_hour", hour);
        row.put("t_minute", second / 60 % 60);
        row.put("t_second", second % 60);
        row.put("t_am_pm", hour < 12 ? "AM" : "PM");
        row.put("t_shift", hour < 8 ? "third" : hour < 16 ? "first" : "second");
        row.put("t_sub_shift", hour < 6 ? "night" : hour < 12 ? "morning" : hour < 18 ? "afternoon" : "evening");
        row.put("t_meal_time", meal(hour));
    }

    private static Object meal(int hour) {
        if (hour >= 6 && hour < 9) {
            return "breakfast";
        }
        if (hour >= 11 && hour < 14) {
            return "lunch";
        }
        return hour >= 17 && hour < 21 ? "dinner" : ParquetFiles.NULL;
    }

    private static void customerDemographics(Map<String, Object> row, int index) {
        row.put("cd_gender", index % 2 == 0 ? "M" : "F");
        row.put("cd_marital_status", "MSDWU".substring(index / 2 % 5, index / 2 % 5 + 1));
        row.put("cd_education_status", EDUCATION.get(index / 10 % 7));
        row.put("cd_purchase_estimate", 500 * (1 + index / 70 % 20));
        row.put(
                "cd_credit_rating",
                List.of("Good", "Low Risk", "High Risk", "Unknown").get(index / 70 % 4));
        row.put("cd_dep_count", index / 280);
        row.put("cd_dep_employed_count", index / 140 % 7);
        row.put("cd_dep_college_count", index / 70 % 7);
    }

    private static void householdDemographics(Map<String, Object> row, int index) {
        row.put("hd_income_band_sk", index % 20 + 1);
        row.put("hd_buy_potential", BUY_POTENTIAL.get(index / 20 % 6));
        row.put("hd_dep_count", index / 120 % 10);
        row.put("hd_vehicle_count", index / 1200 - 1);
    }
}
