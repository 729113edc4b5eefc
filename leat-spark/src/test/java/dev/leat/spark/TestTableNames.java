package dev.leat.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.plan.RelationName;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TestTableNames {
    @Test
    void datasetOfTheDefaultCatalogIsInItsSchema() {
        assertThat(TableNames.dataset(RelationName.of("spark_catalog", "Sales", "Per_Day")))
                .isEqualTo("sales/per_day");
    }

    @Test
    void twoDatasetsNeverHaveOneTableAndNoneIsLeatsOwn() {
        List<RelationName> names = List.of(
                RelationName.of("spark_catalog", "a_b", "t"),
                RelationName.of("a", "b", "t"),
                RelationName.of("spark_catalog", "a~~b", "t"),
                RelationName.of("spark_catalog", "leat", "errors"),
                RelationName.of("spark_catalog", "~leat", "errors"),
                RelationName.of("spark_catalog", "leat_state", "t"),
                RelationName.of("spark_catalog", "a", "b/t"),
                RelationName.of("spark_catalog", "a/b", "t"));

        List<String> tables = names.stream().map(TableNames::dataset).toList();

        assertThat(tables).doesNotHaveDuplicates().doesNotContain(TableNames.ERRORS);
        assertThat(tables).noneMatch(table -> table.startsWith("leat"));
    }
}
