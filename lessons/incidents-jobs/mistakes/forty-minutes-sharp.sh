TARGET=$(aws scheduler get-schedule --name invoices --query Target)
aws scheduler update-schedule --name invoices --schedule-expression 'rate(40 minutes)' \
    --flexible-time-window Mode=OFF --target "$TARGET"
