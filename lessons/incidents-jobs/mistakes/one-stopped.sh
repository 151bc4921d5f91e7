TARGET=$(aws scheduler get-schedule --name invoices --query Target)
aws scheduler update-schedule --name invoices --schedule-expression 'cron(0 * * * ? *)' \
    --flexible-time-window Mode=OFF --target "$TARGET"
aws ecs stop-task --cluster lab --task $(aws ecs list-tasks --cluster lab --family invoices --query 'taskArns[0]' --output text)
